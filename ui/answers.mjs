// Answers as the server gives them: the mark of their letters, then the number of its line ahead of each.
export function numbered(answers) {
  const line = (text, at) => `${at === 0 ? "\ufeffligne" : at + 1};${text}`;
  return `${answers.replace(/\n$/, "").split("\n").map(line).join("\n")}\n`;
}
