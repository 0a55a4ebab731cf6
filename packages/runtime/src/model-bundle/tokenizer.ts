import { join } from 'node:path';
import { Template } from '@huggingface/jinja';
import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { QeilError } from '../errors/qeil-error.js';
import type { BundleTokenizer } from './bundle.js';
import { readJson, readOptionalText } from './read-json.js';

const tokenizerSchema = z.looseObject({ model: z.looseObject({}) });

const specialToken = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();
const tokenizerConfigSchema = z.looseObject({
  bos_token: specialToken,
  eos_token: specialToken,
  unk_token: specialToken,
  pad_token: specialToken,
  chat_template: z.union([z.string(), z.array(z.looseObject({ name: z.string(), template: z.string() }))]).nullish(),
});
type TokenizerConfig = z.infer<typeof tokenizerConfigSchema>;

function templateTextOf(config: TokenizerConfig, file: string | undefined): string | undefined {
  if (file !== undefined) return file;
  const template = config.chat_template;
  if (template === null || template === undefined) return undefined;
  if (typeof template === 'string') return template;
  return (template.find((entry) => entry.name === 'default') ?? template[0])?.template;
}

function textOf(token: z.infer<typeof specialToken>): string | undefined {
  if (token === null || token === undefined) return undefined;
  return typeof token === 'string' ? token : token.content;
}

/**
 * The tokenizer of a model directory and its chat template (`chat_template.jinja`, else `tokenizer_config.json`).
 *
 * A model without a template gets the user's text as it is: a base model continues plain text.
 */
export async function loadTokenizer(
  directory: string,
): Promise<BundleTokenizer & { readonly hasChatTemplate: boolean }> {
  const path = join(directory, 'tokenizer.json');
  const definition = await readJson(path, tokenizerSchema);
  const config = await readJson(join(directory, 'tokenizer_config.json'), tokenizerConfigSchema);
  const templatePath = join(directory, 'chat_template.jinja');
  const templateText = templateTextOf(config, await readOptionalText(templatePath));
  const build = <T>(what: string, make: () => T): T => {
    try {
      return make();
    } catch (error) {
      throw new QeilError(`${directory}: ${what}: ${error instanceof Error ? error.message : String(error)}`, {
        kind: 'model-invalid',
        remedy: 'Compare the tokenizer files with those the model was published with.',
        cause: error,
      });
    }
  };
  const tokenizer = build('the tokenizer cannot be built', () => new Tokenizer(definition, config));
  const template =
    templateText === undefined
      ? undefined
      : build('the chat template cannot be parsed', () => new Template(templateText));
  const encode = (text: string, addSpecialTokens: boolean): number[] =>
    build('a text cannot be encoded', () => {
      // The library's declarations do not resolve under Node's module rules, so its results are typed here.
      const ids: number[] = tokenizer.encode(text, { add_special_tokens: addSpecialTokens }).ids;
      // A word-level vocabulary without an unknown token yields null ids.
      if (!ids.every((id) => Number.isInteger(id))) throw new Error(`"${text}" holds a token outside the vocabulary`);
      return ids;
    });
  return {
    encodePrompt: (userText) => {
      if (template === undefined) return encode(userText, true);
      const rendered = build('the chat template cannot be rendered', () =>
        template.render({
          messages: [{ role: 'user', content: userText }],
          add_generation_prompt: true,
          bos_token: textOf(config.bos_token) ?? '',
          eos_token: textOf(config.eos_token) ?? '',
          unk_token: textOf(config.unk_token) ?? '',
          pad_token: textOf(config.pad_token) ?? '',
        }),
      );
      // The template writes the special tokens itself.
      return encode(rendered, false);
    },
    encode: (text) => encode(text, false),
    // The library refuses an empty list.
    decode: (tokenIds) =>
      tokenIds.length === 0
        ? ''
        : tokenizer.decode([...tokenIds], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
    hasChatTemplate: template !== undefined,
  };
}
