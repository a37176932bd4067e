// Reads answers from the standard input and has Discord's and Microsoft's own packages judge them.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { EmbedBuilder, SlashCommandBuilder } from '@discordjs/builders';

const AdaptiveCards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');
const { answers, registration } = JSON.parse(readFileSync(0, 'utf8'));

function checkEmbed(embed) {
  const built = new EmbedBuilder().setDescription(embed.description).setColor(embed.color);
  if (embed.title !== undefined) built.setTitle(embed.title);
  if (embed.image !== undefined) built.setImage(embed.image.url);
  const known = built.toJSON();
  for (const name of Object.keys(embed)) {
    if (!(name in known)) throw new Error(`an embed has no ${name}`);
  }
}

function checkCard(card) {
  const problems = [];
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_4);
  const parsed = new AdaptiveCards.AdaptiveCard();
  parsed.parse(card, context);
  for (let at = 0; at < context.eventCount; at += 1) problems.push(context.getEventAt(at).message);
  const results = parsed.validateProperties();
  for (const event of results.validationEvents) problems.push(event.message);
  const elements = parsed.getItemCount();
  if (elements !== card.body.length) problems.push(`${card.body.length} elements became ${elements}`);
  if (problems.length > 0) throw new Error(problems.join('; '));
}

function checkCommand(command) {
  const [option] = command.options;
  new SlashCommandBuilder()
    .setName(command.name)
    .setDescription(command.description)
    .addStringOption((built) =>
      built
        .setName(option.name)
        .setDescription(option.description)
        .setRequired(option.required)
        .setAutocomplete(option.autocomplete)
        .setMaxLength(option.max_length),
    )
    .toJSON();
}

function mustFail(check, value) {
  try {
    check(value);
  } catch {
    return 1;
  }
  throw new Error(`the judge takes anything: ${JSON.stringify(value)}`);
}

let valid = 0;
for (const [platform, kind, answer] of answers) {
  try {
    if (platform === 'discord') {
      answer.data.embeds.forEach(checkEmbed);
      valid += 1;
    } else if (platform === 'teams') {
      checkCard(answer.attachments[0].content);
      valid += 1;
    }
  } catch (problem) {
    console.log(`${platform} ${kind}: ${problem.message}`);
    process.exit(1);
  }
}
registration.forEach(checkCommand);
const broken =
  mustFail(checkEmbed, { title: 'x'.repeat(257), description: 'x', color: 1 }) +
  mustFail(checkEmbed, { description: 'x', color: 1, colour: 1 }) +
  mustFail(checkCard, { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'Unknown' }] }) +
  mustFail(checkCommand, { ...registration[0], name: 'No Spaces' });
console.log(`${valid} answers and ${registration.length} command are valid; ${broken} broken ones are not`);
