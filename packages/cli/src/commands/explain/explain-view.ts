import { seconds, significant } from '../../format/quantity.js';
import type { Section, View } from '../../output/view.js';
import type { ExplainedQuestion, ExplainRecord } from '../../schemas/explain-record.js';

/** Questions told in full on a terminal; more are listed, and told by --question or -o json. */
const MOST_TOLD = 5;

export function explainView(record: ExplainRecord): View {
  const { questions } = record;
  const told = questions.length <= MOST_TOLD;
  return {
    record,
    rows: questions.map((question) => ({
      arm: question.arm,
      questionId: question.questionId,
      answer: question.answer,
      gold: question.gold,
      correct: question.correct,
      reason: question.reason,
      probability: question.probability,
      stoppedBy: question.stoppedBy,
      stopReason: question.stopReason,
      samples: question.candidates.length,
      energyJ: question.energyJ,
      wallS: question.wallS,
    })),
    sections: told ? questions.flatMap(tell) : [list(questions)],
  };
}

function list(questions: readonly ExplainedQuestion[]): Section {
  return {
    kind: 'table',
    title: `${questions.length} questions; one in full: --question <id>`,
    columns: [
      { title: 'question' },
      { title: 'arm' },
      { title: 'answer' },
      { title: 'right' },
      { title: 'samples', align: 'right' },
      { title: 'J', align: 'right' },
      { title: 'why it stopped' },
    ],
    rows: questions.map((question) => [
      question.questionId,
      question.arm,
      question.answer ?? 'none',
      rightText(question),
      String(question.candidates.length),
      significant(question.energyJ),
      question.stopReason,
    ]),
  };
}

function rightText({ correct }: ExplainedQuestion): string {
  return correct === null ? 'unknown' : correct ? 'yes' : 'no';
}

function sureText({ answer, probability, reliability }: ExplainedQuestion): string {
  if (probability === null)
    return answer === null ? 'there is no answer' : 'not known: no earlier questions with references to learn from';
  return `right with probability ${probability.toFixed(3)}: votes, confidence and checks, weighed as ${reliability ?? 'recorded'}`;
}

function tell(question: ExplainedQuestion): Section[] {
  const { ranking, tie, candidates, tiers, steps } = question;
  const head = [
    `question ${question.questionId}, arm ${question.arm}`,
    `answer:   ${question.answer ?? 'none'}${question.gold === null ? '' : ` (reference ${question.gold}: ${question.correct ? 'right' : 'wrong'})`}`,
    `chosen:   ${question.reason}`,
    `sure:     ${sureText(question)}`,
    `votes:    ${ranking.map(({ answer, votes, weight }) => `${answer}: ${votes} (weight ${significant(weight)})`).join(', ') || 'none'}`,
    `tie:      ${tie ? 'yes; how it was broken is said above' : 'no'}`,
    `stopped:  by ${question.stoppedBy}: ${question.stopReason}`,
    ...(question.promise === null ? [] : [`promise:  ${question.promise}`]),
    `cost:     ${significant(question.energyJ)} J, ${seconds(question.wallS)}`,
  ];
  return [
    { kind: 'text', text: head.join('\n') },
    {
      kind: 'table',
      title: 'Candidates',
      columns: [{ title: '#', align: 'right' }, { title: 'answer' }, { title: 'vote' }, { title: 'checks and why' }],
      rows: candidates.map(({ sampleIndex, answer, voted, voteWeight, whyNoVote, checks }) => [
        String(sampleIndex),
        answer ?? 'none',
        voted ? significant(voteWeight) : `none: ${whyNoVote}`,
        checks.map(({ check, ran, verdict, detail }) => `${check}: ${ran ? `${verdict}: ` : ''}${detail}`).join('\n'),
      ]),
    },
    ...(tiers.length === 0
      ? []
      : [
          {
            kind: 'text' as const,
            text: tiers
              .map(({ name, ran, why, answer }) => `${name}: ${ran ? `ran (answer ${answer ?? 'none'}): ` : ''}${why}`)
              .join('\n'),
          },
        ]),
    {
      kind: 'table',
      title: 'Joules by step',
      columns: [
        { title: 'step' },
        { title: 'J', align: 'right' },
        { title: 'time', align: 'right' },
        { title: 'source' },
      ],
      rows: steps.map(({ step, energyJ, timeS, energySource }) => [
        step,
        significant(energyJ),
        seconds(timeS),
        energySource,
      ]),
    },
  ];
}
