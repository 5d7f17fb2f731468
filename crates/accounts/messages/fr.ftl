# Signing in, one's own account, the administration of accounts. Keys are shared with en.ftl, in the same order.
accounts-signed-out-title = Il faut être connecté
accounts-signed-out = Connectez-vous, puis recommencez : votre session a pu se terminer. Revenez à la page précédente pour retrouver ce que vous aviez écrit.
accounts-forbidden-title = Cette page ne vous est pas ouverte
accounts-forbidden = Votre rôle ne le permet pas. Si vous pensez y avoir droit, demandez-le à un administrateur du site.
accounts-last-administrator-title = Il faut garder un administrateur
accounts-last-administrator = C’est le dernier administrateur du site : donnez d’abord ce rôle à une autre personne.
accounts-no-mail-title = Cette adresse électronique n’en est pas une
accounts-no-mail = Vérifiez-la : elle s’écrit comme prenom@exemple.fr.

nav-sign-in = Se connecter
nav-own = Votre compte :

role-visitor = Visiteur
role-contributor = Contributrice ou contributeur
role-member = Membre d’une structure
role-editor = Édition d’un centre de ressources
role-administrator = Administration du site

sign-in-title = Se connecter
sign-in-lead = Écrivez votre adresse électronique : vous recevez un lien et un code pour entrer. La première fois, votre compte est créé.
sign-in-mail = Votre adresse électronique
sign-in-mail-help = Par exemple : prenom@exemple.fr
sign-in-send = Recevoir le lien
sign-in-no-mail = Écrivez votre adresse électronique.
sign-in-wrong-mail = Cette adresse n’est pas complète ou contient une faute : elle s’écrit comme prenom@exemple.fr.
sign-in-have-code = J’ai déjà un code
sign-in-why-no-password = Il n’y a pas de mot de passe à retenir, ni à perdre : chaque lien ne sert qu’une fois.
sign-in-demo = Démonstration : entrer comme…
sign-in-demo-lead = Ces personnes sont inventées. Choisissez-en une pour voir le site avec ses yeux.
persona-administrator = administre le site
persona-editor = édite pour le centre de ressources du Grand Est
persona-member = représente une structure
persona-contributor = propose des expériences

sign-in-by-provider = S’identifier avec { $name }
provider-title = Vous n’êtes pas connecté
provider-by-mail = Se connecter par message
provider-lost = Le retour de { $name } ne correspond à aucune demande de ce navigateur. Recommencez depuis la page de connexion.
provider-declined = { $name } n’a laissé entrer personne, ou vous avez renoncé. Vous pouvez recommencer, ou recevoir un lien par message.
provider-refused = La réponse de { $name } n’a pas pu être vérifiée. Recommencez, ou recevez un lien par message.
provider-no-mail = { $name } n’a pas donné votre adresse électronique, dont le site a besoin. Recevez plutôt un lien par message.
provider-unchecked = { $name } ne garantit pas que votre adresse électronique est la vôtre. Recevez plutôt un lien par message.
provider-unreachable-title = Le fournisseur d’identité ne répond pas
provider-unreachable = Recommencez dans un moment, ou recevez un lien par message depuis la page de connexion.
signed-out-title = Vous êtes déconnecté d’ici
signed-out = Votre connexion à { $name } reste ouverte dans ce navigateur. Si d’autres l’utilisent, fermez-la aussi.
signed-out-there = Se déconnecter de { $name }

wait-title = Un message vous attend
wait-lead = Si { $mail } est bien votre adresse, un message y arrive dans la minute. Ouvrez son lien sur cet appareil, ou écrivez ici le code qu’il contient.
wait-code-title = Entrer avec un code
wait-code-lead = Écrivez votre adresse et le code que vous avez reçu par message, ou qui vous a été donné par un administrateur.
wait-code = Le code
wait-code-help = Huit chiffres ; les espaces ne comptent pas.
wait-go = Entrer
wait-nothing = Rien n’arrive ?
wait-nothing-folder = Regardez dans les courriers indésirables.
wait-nothing-address = Vérifiez l’adresse.
wait-other-address = En écrire une autre
wait-again = Renvoyer le message
wait-demo = Dans la démonstration, aucun message ne part : ils s’affichent sur une page.
wait-demo-mailbox = Ouvrir le courrier
sign-in-wrong-code = Ce code n’est pas le bon, ou il ne sert plus. Vérifiez-le, ouvrez le lien du message, ou demandez-en un autre.

link-title = C’est bien vous ?
link-lead = Vous allez entrer avec l’adresse { $mail }.
link-go = Entrer
link-elsewhere-title = Écrivez le code du message
link-elsewhere = Ce lien a été demandé depuis un autre appareil ou un autre navigateur. Pour entrer ici, écrivez le code qui se trouve dans le même message.
link-used-title = Ce lien a déjà servi
link-ended-title = Ce lien n’est plus valable
link-over = Chaque lien ne sert qu’une fois, pendant un quart d’heure. Un nouveau peut partir tout de suite à la même adresse.
link-again = Recevoir un nouveau lien
link-unknown-title = Ce lien n’existe pas
link-unknown = Il a peut-être été coupé par votre messagerie : copiez-le en entier, ou demandez-en un autre.
link-ask = Demander un lien

own-title = Votre compte
own-administers = Administration
own-saved = C’est enregistré.
own-oneself = Vous
own-roles = Votre rôle :
own-name = Comment vous appeler
own-name-help = Ce nom n’est montré qu’à vous et à celles et ceux qui relisent ce que vous proposez.
own-language = La langue de vos messages
own-save = Enregistrer
own-sessions = Appareils connectés
own-sessions-lead = Si vous ne reconnaissez pas l’un d’eux, déconnectez-le.
own-session-this = cet appareil
own-session-line = Vu le { $seen } ; connecté le { $began } { $means }
own-session-end = Déconnecter
own-sessions-end-others = Déconnecter tous les autres
own-sign-out = Se déconnecter
session-unknown-agent = Appareil inconnu
means-link = par un lien
means-code = par un code
means-handed = par un lien remis
means-provider = par un fournisseur d’identité
means-demo = dans la démonstration

administration = Administration
administration-people = Comptes
administration-centres = Centres de ressources
people-lead = Qui s’est connecté au moins une fois, ou a été invité.
people-search = Un nom ou une adresse
people-none = Aucun compte ne correspond
people-none-detail = Essayez avec moins de lettres. Une personne a un compte dès sa première connexion.
people-name = Nom
people-mail = Adresse
people-roles = Rôles
people-more = Voir les suivants
person-no-role = Aucun rôle particulier : cette personne peut proposer des expériences.
person-make-editor = Lui confier l’édition de
person-give = Confier
person-take = Retirer
person-no-centre = Pour confier l’édition d’un territoire, il faut d’abord un centre de ressources.
person-make-administrator = Lui confier l’administration du site
person-hand-title = La faire entrer sans message
person-hand = Si ses messages n’arrivent pas, remettez-lui un lien et un code, de vive voix ou en main propre. Ils servent une seule fois, pendant 24 heures : qui les a entre à sa place.
person-hand-go = Créer un lien et un code
person-handed-code = Le code :
person-handed-link = Le lien :
person-handed-until = Valables jusqu’au { $when }. Ils ne seront plus affichés.
person-sessions = { $count ->
    [0] Aucun appareil n’est connecté.
    [one] Un appareil est connecté.
   *[other] { $count } appareils sont connectés.
  }
person-end-sessions = Déconnecter tous ses appareils
centres-lead = Qui édite la banque, et pour quel territoire.
centres-none = Pas encore de centre de ressources
centres-none-detail = Créez-en un ci-dessous, puis confiez son édition à des personnes depuis la page de leur compte.
centre-name = Nom du centre
centre-territories = Territoires
centre-territories-help = Un par ligne : le nom d’une région, d’un département ou d’une intercommunalité, ou son code (region-44). Tout ce qui s’y trouve est compris.
centre-editors = Personnes
centre-new = Un nouveau centre
centre-make = Créer le centre
centre-no-name = Donnez-lui un nom d’au plus 120 caractères.
centre-taken = Un centre porte déjà ce nom.
centre-no-territory = Indiquez entre 1 et 100 territoires.
centre-unknown-territory = « { $what } » n’est pas un territoire connu, ou plusieurs portent ce nom : écrivez son code, par exemple departement-57.

mailbox-title = Le courrier de la démonstration
mailbox-lead = Dans la démonstration, rien ne part : chaque message s’affiche ici, quelle que soit la personne à qui il est adressé.
mailbox-none = Aucun message
mailbox-none-detail = Demandez un lien pour entrer : il arrivera ici dans la seconde. Rechargez alors la page.
mailbox-line = À { $who }, le { $when }
administration-mail = Courrier
mail-lead = Ce que sont devenus les messages du site. Leur contenu n’est montré à personne.
mail-not-configured-title = Aucun serveur de courrier n’est configuré
mail-not-configured = Les messages attendent, et partiront dès qu’il y en aura un. Remplissez mail.server et mail.sender dans la configuration, puis redémarrez.
mail-troubled = À regarder
mail-untroubled = Rien : aucun message n’a été refusé, n’attend depuis plus d’une heure, ni n’a pu partir deux fois.
mail-doubtful = peut-être reçu deux fois
mail-again = Renvoyer
mail-again-done = Le message repart.
letter-waiting = En attente
letter-leaving = En cours d’envoi
letter-sent = Partis
letter-kept = Gardés ici
letter-refused = Refusés
letter-lapsed = Inutiles, non envoyés

letter-greeting = Bonjour,
letter-sign-in-subject = Votre lien pour entrer dans { $site }
letter-sign-in-link = Pour entrer dans { $site }, ouvrez ce lien sur l’appareil où vous l’avez demandé :
letter-sign-in-go = Entrer dans { $site }
letter-sign-in-code = Sur un autre appareil, écrivez plutôt ce code :
letter-sign-in-duration = { $minutes ->
    [one] Le lien et le code servent une seule fois, pendant encore une minute.
   *[other] Le lien et le code servent une seule fois, pendant { $minutes } minutes.
  }
letter-sign-in-not-you = Si vous n’avez rien demandé, il n’y a rien à faire : personne ne peut entrer sans ce message.
