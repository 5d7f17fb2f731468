# Signing in, one's own account, the administration of accounts. Keys are shared with fr.ftl, in the same order.
accounts-signed-out-title = You need to be signed in
accounts-signed-out = Sign in and try again: your session may have ended. Go back to the previous page to find what you had written.
accounts-forbidden-title = This page is not open to you
accounts-forbidden = Your role does not allow it. If you think it should, ask an administrator of this site.
accounts-last-administrator-title = One administrator must stay
accounts-last-administrator = This is the last administrator of the site: give the role to somebody else first.
accounts-no-mail-title = This is not an email address
accounts-no-mail = Please check it: it is written like first.name@example.org.

nav-sign-in = Sign in
nav-own = Your account:

role-visitor = Visitor
role-contributor = Contributor
role-member = Member of an organisation
role-editor = Editor of a resource centre
role-administrator = Administrator of the site

sign-in-title = Sign in
sign-in-lead = Type your email address: you will receive a link and a code to come in. The first time, your account is made.
sign-in-mail = Your email address
sign-in-mail-help = For example: first.name@example.org
sign-in-send = Send me the link
sign-in-no-mail = Type your email address.
sign-in-wrong-mail = This address is incomplete or mistyped: it is written like first.name@example.org.
sign-in-have-code = I already have a code
sign-in-why-no-password = There is no password to remember, or to lose: each link works once.
sign-in-demo = Demo: come in as…
sign-in-demo-lead = These people are invented. Choose one to see the site through her eyes.
persona-administrator = administers the site
persona-editor = edits for the Grand Est resource centre
persona-member = represents an organisation
persona-contributor = proposes experiences

sign-in-by-provider = Sign in with { $name }
provider-title = You are not signed in
provider-by-mail = Sign in by email
provider-lost = What came back from { $name } answers nothing that this browser asked. Start again from the sign-in page.
provider-declined = { $name } let nobody in, or you gave up. You can start again, or receive a link by email.
provider-refused = The answer of { $name } could not be verified. Start again, or receive a link by email.
provider-no-mail = { $name } did not give your email address, which this site needs. Receive a link by email instead.
provider-unchecked = { $name } does not say that your email address is yours. Receive a link by email instead.
provider-unreachable-title = The identity provider does not answer
provider-unreachable = Try again in a moment, or receive a link by email from the sign-in page.
signed-out-title = You are signed out here
signed-out = You are still signed in to { $name } in this browser. If others use it, sign out there too.
signed-out-there = Sign out of { $name }

wait-title = A message is waiting for you
wait-lead = If { $mail } is your address, a message reaches it within a minute. Open its link on this device, or type its code here.
wait-code-title = Come in with a code
wait-code-lead = Type your address, and the code that you received by email or that an administrator gave you.
wait-code = The code
wait-code-help = Eight digits; spaces do not matter.
wait-go = Come in
wait-nothing = Nothing comes?
wait-nothing-folder = Look into your junk mail.
wait-nothing-address = Check the address.
wait-other-address = Type another
wait-again = Send the message again
wait-demo = In the demo no message leaves: they are shown on a page.
wait-demo-mailbox = Open the mail
sign-in-wrong-code = This code is not right, or serves no more. Check it, open the link of the message, or ask for another.

link-title = Is it you?
link-lead = You are about to come in as { $mail }.
link-go = Come in
link-elsewhere-title = Type the code of the message
link-elsewhere = This link was asked for on another device or in another browser. To come in here, type the code that is in the same message.
link-used-title = This link has been used
link-ended-title = This link has ended
link-over = Each link works once, within a quarter of an hour. Another can be sent to the same address at once.
link-again = Send me another link
link-unknown-title = There is no such link
link-unknown = Your mail program may have cut it: copy it whole, or ask for another.
link-ask = Ask for a link

own-title = Your account
own-administers = Administration
own-saved = Saved.
own-oneself = You
own-roles = Your role:
own-name = What to call you
own-name-help = Shown to you alone, and to those who review what you propose.
own-language = The language of your messages
own-save = Save
own-sessions = Signed-in devices
own-sessions-lead = If you do not recognise one of them, sign it out.
own-session-this = this device
own-session-line = Seen on { $seen }; signed in on { $began } { $means }
own-session-end = Sign out
own-sessions-end-others = Sign out all the others
own-sign-out = Sign out
session-unknown-agent = Unknown device
means-link = by a link
means-code = by a code
means-handed = by a link handed over
means-provider = by an identity provider
means-demo = in the demo

administration = Administration
administration-people = Accounts
administration-centres = Resource centres
people-lead = Everybody who signed in at least once, or was invited.
people-search = A name or an address
people-none = No account matches
people-none-detail = Try fewer letters. People have an account from the first time they sign in.
people-name = Name
people-mail = Address
people-roles = Roles
people-more = See the next ones
person-no-role = No particular role: this person may propose experiences.
person-make-editor = Make her or him an editor of
person-give = Give
person-take = Take back
person-no-centre = Before anybody edits for a territory, there must be a resource centre.
person-make-administrator = Make her or him an administrator of the site
person-hand-title = Let in without a message
person-hand = If messages do not arrive, hand over a link and a code, in person or by telephone. They work once, within 24 hours: whoever has them comes in as this person.
person-hand-go = Make a link and a code
person-handed-code = The code:
person-handed-link = The link:
person-handed-until = They work until { $when }, and will not be shown again.
person-sessions = { $count ->
    [0] No device is signed in.
    [one] One device is signed in.
   *[other] { $count } devices are signed in.
  }
person-end-sessions = Sign out all devices
centres-lead = Who edits the bank, and for which territory.
centres-none = No resource centre yet
centres-none-detail = Make one below, then make people its editors from the page of their account.
centre-name = Name of the centre
centre-territories = Territories
centre-territories-help = One a line: the name of a région, a département or an EPCI, or its code (region-44). All that lies within is included.
centre-editors = People
centre-new = A new centre
centre-make = Make the centre
centre-no-name = Give it a name of at most 120 characters.
centre-taken = Another centre has this name.
centre-no-territory = Give between 1 and 100 territories.
centre-unknown-territory = “{ $what }” is no known territory, or several have this name: write its code, for example departement-57.

mailbox-title = The mail of the demo
mailbox-lead = In the demo nothing leaves: each message is shown here, whomever it is for.
mailbox-none = No message
mailbox-none-detail = Ask for a link to come in: it arrives here within a second. Then load the page again.
mailbox-line = To { $who }, on { $when }
administration-mail = Mail
mail-lead = What became of the messages of this site. What they say is shown to nobody.
mail-not-configured-title = No mail server is configured
mail-not-configured = Messages wait, and leave as soon as there is one. Fill in mail.server and mail.sender in the configuration, then start again.
mail-troubled = To look at
mail-untroubled = Nothing: no message was refused, has waited for more than an hour, or may have left twice.
mail-doubtful = may have come twice
mail-again = Send again
mail-again-done = The message leaves again.
letter-waiting = Waiting
letter-leaving = Leaving
letter-sent = Sent
letter-kept = Kept here
letter-refused = Refused
letter-lapsed = Of no use, not sent

letter-greeting = Hello,
letter-sign-in-subject = Your link to { $site }
letter-sign-in-link = To come in to { $site }, open this link on the device where you asked for it:
letter-sign-in-go = Come in to { $site }
letter-sign-in-code = On another device, type this code instead:
letter-sign-in-duration = { $minutes ->
    [one] The link and the code work once, for one more minute.
   *[other] The link and the code work once, within { $minutes } minutes.
  }
letter-sign-in-not-you = If you did not ask for this, there is nothing to do: nobody can come in without this message.
