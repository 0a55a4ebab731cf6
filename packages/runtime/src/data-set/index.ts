export { loadQuestions, type QuestionSet } from './load-questions.js';
