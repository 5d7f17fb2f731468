# Ce que l’exploitant dit du site. Mêmes clés, même ordre, que en.ftl.
nav-experiences = Expériences
nav-map = Carte
nav-organisations = Structures
nav-compendium = Recueil
nav-my-pick = Mon recueil
nav-open-data = Données
nav-api = API
nav-embed = Intégrer à un site
nav-accessibility = Accessibilité
nav-legal = Mentions légales

accessibility-title = Accessibilité
accessibility-lead = Ce site vise le niveau AA de WCAG 2.2 et le RGAA 4. Voici ce qui a été vérifié, comment, et ce qui ne l’a pas encore été.
accessibility-done = Ce qui est vérifié à chaque version
accessibility-done-axe = Chaque page publique et ses états passent l’outil axe-core dans Chromium, en clair et en sombre, sur un écran large et sur un téléphone, sans aucune erreur. Un tel outil ne voit qu’une partie des défauts possibles.
accessibility-done-keyboard = Des parcours entiers se font au clavier seul ; le nombre de résultats est annoncé après chaque filtre et le point de lecture reste en place.
accessibility-done-scripts = Tout se fait aussi sans JavaScript, carte comprise : elle est alors une image accompagnée de la liste de ses lieux.
accessibility-done-colours = Le contraste de chaque couple de couleurs est calculé ; aucune information ne repose sur la couleur seule.
accessibility-done-pdf = Les PDF sont produits à la norme PDF/UA-1, avec titres, ordre de lecture et textes de remplacement.
accessibility-not-done = Ce qui ne l’est pas encore
accessibility-not-done-audit = Aucun audit RGAA n’a été mené par un tiers : nous n’affichons donc aucun taux de conformité.
accessibility-not-done-readers = Les lecteurs d’écran (NVDA, VoiceOver, TalkBack) n’ont pas été essayés avec leurs utilisateurs.
accessibility-not-done-english = La plupart des expériences n’existent qu’en français ; sur les pages en anglais, leur texte est signalé comme tel.
accessibility-not-done-map = La carte interactive demande une vue ou une souris pour être parcourue d’un coup d’œil ; la liste de ses lieux dit la même chose.
accessibility-contact = Signaler une difficulté
accessibility-contact-text = Si un contenu vous résiste, dites-nous lequel et ce que vous utilisez : nous vous l’envoyons sous une autre forme et nous corrigeons la page.
accessibility-defender = Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits :

legal-title = Mentions légales
legal-publisher = Éditeur
legal-host = Hébergeur
legal-unknown = L’exploitant de ce site ne l’a pas encore indiqué.
legal-contents = Contenus
legal-contents-text = Les expériences, leurs chiffres et les exports sont réutilisables sous
legal-sources = Chaque fait cite sa source et sa date. Les noms de structures sont ceux de leurs titulaires. Les tables des territoires et les contours viennent de données publiques, citées avec leur licence sur la page des données.
legal-personal = Données personnelles
legal-personal-text = Ce site ne contient ni compte ni donnée sur des personnes : les fiches nomment des structures et des fonctions. Il ne mesure pas l’audience et n’appelle aucun service extérieur.
legal-cookies = Deux témoins (cookies) servent à ce que vous demandez : l’apparence choisie et « mon recueil ». Ils restent dans votre navigateur et n’identifient personne.
legal-tiles = Le fond de la carte interactive vient d’un service de tuiles choisi par l’exploitant : ouvrir cette carte lui communique votre adresse IP.
legal-program = Logiciel
legal-program-text = Essaim est un logiciel libre, sous licence Apache 2.0.

api-title = Interface de programmation
api-lead = La banque d’expériences pour les programmes : chercher, compter, lire, en JSON.
api-rules = Sans clé ni compte. Les valeurs d’une même clé s’ajoutent, des clés différentes restreignent. Une clé inconnue est refusée (400), les erreurs suivent la RFC 9457, les réponses portent un ETag.
api-openapi = Description OpenAPI 3.1 (JSON)
api-parameters = Paramètres
api-name = Nom
api-place = Où
api-about = Sens

error-request-timeout-title = Votre demande n’est pas arrivée en entier
error-request-timeout = La connexion est peut-être trop lente : vérifiez-la, puis recommencez.
