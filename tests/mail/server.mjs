// A mail server for the tests of the program: takes what comes and prints it, a line of JSON for each mail. What it does
// otherwise is asked for by the beginning of the recipient's address.
import { SMTPServer } from "smtp-server";

/** How often each address was tried. */
const tries = new Map();

function refusal(code, words) {
  return Object.assign(new Error(words), { responseCode: code });
}

function tell(fact) {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  logger: false,
  onRcptTo({ address }, _session, done) {
    const tried = (tries.get(address) ?? 0) + 1;
    tries.set(address, tried);
    if (address.startsWith("refused")) return done(refusal(550, "No such mailbox here"));
    if (address.startsWith("later") && tried === 1) return done(refusal(451, "Come back later"));
    done();
  },
  onData(stream, session, done) {
    const [{ address }] = session.envelope.rcptTo;
    let text = "";
    stream.on("data", (chunk) => (text += chunk));
    stream.on("end", () => {
      const id = /^Message-ID: (.*)\r$/im.exec(text)?.[1];
      const first = tries.get(address) === 1;
      if (address.startsWith("no-text")) return done(refusal(554, "This text is not wanted"));
      const dropped = address.startsWith("dropped") && first;
      tell({ to: address, from: session.envelope.mailFrom.address, id, text, dropped });
      // Gone after the text, before the answer: whether it was taken, nobody can know.
      if (dropped) return server.connections.forEach((one) => one._socket.destroy());
      setTimeout(done, address.startsWith("slow") ? 300 : 0);
    });
  },
});
server.on("error", (error) => process.stderr.write(`${error}\n`));
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => tell({ port: server.server.address().port }));
process.stdin.on("end", () => process.exit(0)).resume();
