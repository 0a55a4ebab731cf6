/**
 * The child's side of `runChild`: read the request, compute, answer, exit. An error becomes an `error` field, so that the parent
 * can show its words; only a crash of native code ends the process otherwise.
 */
export async function answerRequest(compute: (request: unknown) => Promise<unknown>): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  let answer: unknown;
  try {
    answer = await compute(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  // Exit explicitly: native thread pools may keep the process alive or abort while it winds down.
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
}
