/// What articles 13 and 14 of the GDPR want said of personal data.
struct DataNotice {
  let service: PublicService
  /// Whether people can sign in through somebody else.
  let hasProvider: Bool

  func write(_ page: inout Page) {
    purposes(&page)
    kept(&page)
    cookies(&page)
    rights(&page)
  }

  private func purposes(_ page: inout Page) {
    page.section(Text(fr: "Qui en répond", en: "Who is responsible", de: "Wer verantwortlich ist")) { page in
      page.facts(View.dataController, service)
    }
    page.section(Text(fr: "À quoi elles servent", en: "What they are for", de: "Wozu sie dienen")) { page in
      page.paragraph(
        Text(
          fr:
            "À conduire la politique de l’économie et de l’emploi du territoire, et à rien d’autre. Le traitement est nécessaire à une mission d’intérêt public (article 6, paragraphe 1, point e, du règlement général sur la protection des données) :",
          en:
            "To carry out the territory’s policy for the economy and employment, and for nothing else. The processing is necessary for a task in the public interest (article 6(1)(e) of the General Data Protection Regulation):",
          de:
            "Der Wirtschafts- und Beschäftigungspolitik des Gebiets und nichts anderem. Die Verarbeitung ist für eine Aufgabe im öffentlichen Interesse erforderlich (Artikel 6 Absatz 1 Buchstabe e der Datenschutz-Grundverordnung):"
        ))
      page.points([
        Text(
          fr: "accompagner des personnes vers l’emploi ;", en: "to accompany people towards employment;",
          de: "Menschen auf dem Weg in Arbeit zu begleiten;"),
        Text(
          fr: "accueillir des entreprises dans les locaux du territoire ;",
          en: "to host companies on the territory’s premises;",
          de: "Unternehmen in den Räumen des Gebiets unterzubringen;"),
        Text(
          fr: "ouvrir à chacun ce à quoi il est habilité, et savoir qui a fait quoi ;",
          en: "to open to each what they have a right to, and to know who did what;",
          de: "jedem zu öffnen, wozu er berechtigt ist, und zu wissen, wer was getan hat;"),
        Text(
          fr: "répondre à qui nous écrit ;", en: "to answer those who write to us;",
          de: "denen zu antworten, die uns schreiben;"),
        Text(
          fr: "envoyer le bulletin du Lab à qui s’y abonne (avec son consentement, retiré d’un clic).",
          en: "to send the Lab’s bulletin to those who subscribe (with their consent, withdrawn at one click).",
          de: "den Lab-Newsletter an Abonnierte zu senden (mit Einwilligung, mit einem Klick widerrufen)."),
      ])
      page.paragraph(
        Text(
          fr:
            "Le numéro de sécurité sociale n’est jamais demandé. Aucune décision n’est prise par la seule machine.",
          en: "The French social security number is never asked for. No decision is taken by the machine alone.",
          de:
            "Die französische Sozialversicherungsnummer wird nie verlangt. Keine Entscheidung fällt allein durch die Maschine."
        ))
    }
  }

  private func kept(_ page: inout Page) {
    page.section(
      Text(fr: "Ce qui est gardé, et combien de temps", en: "What is kept, and how long", de: "Was wie lange bleibt")
    ) { page in
      for kept in KeptData.all + (hasProvider ? [KeptData.provided] : []) {
        page.subsection(kept.what) { page in page.paragraph(kept.howLong) }
      }
    }
    page.section(Text(fr: "Qui les voit", en: "Who sees them", de: "Wer sie sieht")) { page in
      page.points([
        Text(
          fr:
            "Les agents habilités du territoire, chacun selon son rôle. Toute lecture du dossier d’une personne laisse une trace.",
          en:
            "The territory’s authorised staff, each according to their role. Every reading of a person’s file leaves a trace.",
          de:
            "Die berechtigten Beschäftigten des Gebiets, jeweils nach ihrer Rolle. Jedes Lesen einer Personenakte hinterlässt eine Spur."
        ),
        Text(
          fr: "Le partenaire à qui un dossier est confié, et ce dossier seulement.",
          en: "The partner to whom a file is entrusted, and that file only.",
          de: "Der Partner, dem eine Akte anvertraut ist, und nur diese Akte."),
        Text(
          fr: "La personne elle-même, quand son dossier lui est ouvert.",
          en: "The person themselves, where their file is open to them.",
          de: "Die Person selbst, wenn ihre Akte ihr geöffnet ist."),
        Text(
          fr: "L’hébergeur, qui fait tourner le service pour le compte du territoire.",
          en: "The hosting provider, who runs the service on the territory’s behalf.",
          de: "Der Hosting-Anbieter, der den Dienst im Auftrag des Gebiets betreibt."),
      ])
    }
  }

  private func cookies(_ page: inout Page) {
    page.section(Text(fr: "Cookies", en: "Cookies", de: "Cookies")) { page in
      page.paragraph(
        Text(
          fr:
            "Ce site n’en dépose que pour faire ce que vous lui demandez. Ni mesure d’audience, ni publicité, ni tiers : rien à accepter ni à refuser.",
          en:
            "This site sets them only to do what you ask of it. No audience measurement, no advertising, no third party: nothing to accept or refuse.",
          de:
            "Diese Website setzt sie nur, um zu tun, worum Sie sie bitten. Keine Reichweitenmessung, keine Werbung, keine Dritten: Es gibt nichts anzunehmen oder abzulehnen."
        ))
      page.table(
        View.cookies, Cookie.all + (hasProvider ? [Cookie.provider] : []),
        caption: Text(
          fr: "Les cookies que ce site peut déposer", en: "The cookies that this site may set",
          de: "Die Cookies, die diese Website setzen kann"), empty: .notGiven)
      page.paragraph(
        Text(
          fr:
            "Pendant que vous remplissez un formulaire, votre navigateur en garde un brouillon sur votre appareil et nulle part ailleurs, pour qu’une connexion coupée ne vous fasse rien perdre. Il s’efface dès que le formulaire est reçu, quand vous vous déconnectez, et au plus tard au bout d’une semaine ; sans compte, dès que vous fermez l’onglet.",
          en:
            "While you fill in a form, your browser keeps a draft of it on your device and nowhere else, so that a lost connection costs you nothing. It is erased as soon as the form has arrived, when you sign out, and after a week at the latest; without an account, as soon as you close the tab.",
          de:
            "Während Sie ein Formular ausfüllen, hält Ihr Browser einen Entwurf auf Ihrem Gerät fest und nirgendwo sonst, damit eine unterbrochene Verbindung nichts verloren gehen lässt. Er wird gelöscht, sobald das Formular angekommen ist, wenn Sie sich abmelden und spätestens nach einer Woche; ohne Konto, sobald Sie den Tab schließen."
        ))
    }
  }

  private func rights(_ page: inout Page) {
    page.section(Text(fr: "Vos droits", en: "Your rights", de: "Ihre Rechte")) { page in
      page.paragraph(
        Text(
          fr:
            "Vous pouvez demander à voir les données qui vous concernent, à les faire rectifier, à en limiter l’usage, et vous opposer à leur traitement pour une raison tenant à votre situation. Écrivez au délégué à la protection des données nommé plus haut, ou par la page de contact ; une réponse vous est due dans le mois.",
          en:
            "You may ask to see the data about you, to have them corrected, to have their use restricted, and you may object to their processing on grounds relating to your situation. Write to the data protection officer named above, or through the contact page; you are owed an answer within a month.",
          de:
            "Sie können Auskunft über Ihre Daten, deren Berichtigung und die Einschränkung ihrer Verarbeitung verlangen und der Verarbeitung aus Gründen Ihrer besonderen Situation widersprechen. Schreiben Sie der oben genannten datenschutzbeauftragten Person oder über die Kontaktseite; eine Antwort steht Ihnen binnen eines Monats zu."
        ))
      page.linkLine("/contact", .writeToUs)
    }
    page.section(Text(fr: "Réclamation", en: "Complaints", de: "Beschwerde")) { page in
      page.paragraph(
        Text(
          fr:
            "Si la réponse ne vous satisfait pas, vous pouvez adresser une réclamation à la Commission nationale de l’informatique et des libertés (CNIL) :",
          en:
            "If the answer does not satisfy you, you may lodge a complaint with the French data protection authority (CNIL):",
          de:
            "Wenn die Antwort Sie nicht zufriedenstellt, können Sie sich bei der französischen Datenschutzbehörde (CNIL) beschweren:"
        ))
      page.linkLine(
        "https://www.cnil.fr/fr/plaintes",
        Text(fr: "Déposer une plainte en ligne", en: "Lodge a complaint online", de: "Online Beschwerde einlegen"))
      page.markup.raw("<p class=\"letter\">")
      page.data("CNIL\n3 place de Fontenoy\nTSA 80715\n75334 Paris CEDEX 07")
      page.markup.raw("</p>\n")
    }
  }
}

/// One kind of personal data, and when it goes.
private struct KeptData {
  let what: Text
  let howLong: Text

  static let provided = KeptData(
    what: Text(
      fr: "Identification par un tiers", en: "Signing in through others", de: "Anmeldung über einen Anmeldedienst"),
    howLong: Text(
      fr:
        "L’identifiant, l’adresse électronique et le SIRET que le fournisseur d’identité donne de vous : tant que le compte existe, ou jusqu’à ce que vous le détachiez ; alors l’identifiant seul, pour que rien ne rouvre ainsi votre compte.",
      en:
        "The identifier, e-mail address and SIRET that the identity provider gives of you: as long as the account exists, or until you detach it; then the identifier alone, so that nothing opens your account that way again.",
      de:
        "Kennung, E-Mail-Adresse und SIRET, die der Anmeldedienst von Ihnen nennt: solange das Konto besteht, oder bis Sie die Verbindung lösen; dann nur die Kennung, damit Ihr Konto sich so nicht wieder öffnet."
    ))

  static let all: [KeptData] = [
    KeptData(
      what: Text(fr: "Comptes", en: "Accounts", de: "Konten"),
      howLong: Text(
        fr:
          "Nom, adresse électronique, numéro de téléphone si vous l’avez confirmé, langue, empreinte du mot de passe, rôles : tant que le compte existe. Sessions, avec l’adresse réseau et le navigateur : trente jours après leur terme.",
        en:
          "Name, e-mail address, telephone number if you confirmed it, language, a digest of the password, roles: as long as the account exists. Sessions, with network address and browser: thirty days after they end.",
        de:
          "Name, E-Mail-Adresse, Telefonnummer, falls Sie sie bestätigt haben, Sprache, Prüfwert des Passworts, Rollen: solange das Konto besteht. Sitzungen mit Netzadresse und Browser: dreißig Tage nach ihrem Ende."
      )),
    KeptData(
      what: Text(fr: "Dossiers des personnes accompagnées", en: "Files of people accompanied", de: "Personenakten"),
      howLong: Text(
        fr:
          "Identité, coordonnées et suivi : deux ans après le dernier contact, ou la durée de la finalité à laquelle le dossier est rattaché, plus longtemps seulement si une loi l’exige. La personne en est prévenue avant ; ensuite le dossier est rendu anonyme, et il n’en reste que ce que comptent les chiffres.",
        en:
          "Identity, contact details and follow-up: two years after the last contact, or as long as the purpose that the file serves, longer only where a law requires it. The person is told beforehand; then the file is made anonymous, and what figures count is all that is left of it.",
        de:
          "Identität, Kontaktdaten und Begleitung: zwei Jahre nach dem letzten Kontakt oder für die Dauer des Zwecks, dem die Akte dient, länger nur, wenn ein Gesetz es verlangt. Die Person wird vorher benachrichtigt; danach wird die Akte anonymisiert, und es bleibt nur, was die Zahlen zählen."
      )),
    KeptData(
      what: Text(fr: "Journal des actions", en: "Journal of actions", de: "Protokoll der Vorgänge"),
      howLong: Text(
        fr:
          "Qui a fait ou consulté quoi, et quand : aussi longtemps que les fiches dont il fait foi. Le nom et les valeurs d’une ligne peuvent en être effacés.",
        en:
          "Who did or read what, and when: as long as the records that it vouches for. The name and the values can be erased from a line.",
        de:
          "Wer wann was getan oder gelesen hat: so lange wie die Einträge, für die es bürgt. Name und Werte einer Zeile können daraus gelöscht werden."
      )),
    KeptData(
      what: Text(fr: "Essais et limites", en: "Attempts and limits", de: "Versuche und Begrenzungen"),
      howLong: Text(
        fr: "Essais de connexion et demandes répétées, avec l’adresse réseau ou une empreinte : un jour.",
        en: "Sign-in attempts and repeated requests, with the network address or a digest: one day.",
        de: "Anmeldeversuche und wiederholte Anfragen, mit Netzadresse oder Prüfwert: ein Tag.")),
    KeptData(
      what: Text(fr: "Journal technique", en: "Technical log", de: "Technisches Protokoll"),
      howLong: Text(
        fr: "Adresse réseau, page demandée et durée de chaque demande : le temps que fixe l’hébergeur.",
        en: "Network address, page asked for and time taken by each request: as long as the hosting provider sets.",
        de: "Netzadresse, aufgerufene Seite und Dauer jeder Anfrage: so lange, wie der Hosting-Anbieter festlegt.")),
    KeptData(
      what: Text(fr: "Courriels et messages", en: "E-mails and messages", de: "E-Mails und Nachrichten"),
      howLong: Text(
        fr:
          "Leur texte est chiffré jusqu’au départ, puis effacé d’ici ; l’adresse ou le numéro du destinataire et la date sont oubliées après trois mois. Le message que vous nous envoyez arrive dans la boîte du territoire.",
        en:
          "Their text is encrypted until they leave, then erased here; the recipient’s address or number and the date are forgotten after three months. The message that you send us arrives in the territory’s mailbox.",
        de:
          "Ihr Text ist bis zum Versand verschlüsselt und wird dann hier gelöscht; Adresse oder Nummer und Datum werden nach drei Monaten gelöscht. Ihre Nachricht an uns kommt im Postfach des Gebiets an."
      )),
    KeptData(
      what: Text(fr: "Notifications", en: "Notifications", de: "Benachrichtigungen"),
      howLong: Text(
        fr: "Ce qui vous a été signalé sur votre page : un an.", en: "What you were told on your page: a year.",
        de: "Was Ihnen auf Ihrer Seite gemeldet wurde: ein Jahr.")),
    KeptData(
      what: Text(fr: "Tableaux importés", en: "Imported tables", de: "Importierte Tabellen"),
      howLong: Text(
        fr: "Le fichier envoyé et ses lignes : un mois, le temps de pouvoir annuler.",
        en: "The file that was sent and its lines: a month, for as long as it may be taken back.",
        de: "Die gesendete Datei und ihre Zeilen: ein Monat, solange sie rückgängig gemacht werden kann.")),
    KeptData(
      what: Text(
        fr: "Questions posées sur une fiche du Lab", en: "Questions about a sheet of the Lab",
        de: "Fragen zu einem Blatt des Labs"),
      howLong: Text(
        fr:
          "Votre nom et votre adresse : jusqu’à trente jours après la réponse, un an au plus sans réponse. Ils ne paraissent jamais ; la question et sa réponse restent si elles sont publiées.",
        en:
          "Your name and address: until thirty days after the answer, a year at most without one. They never appear; the question and its answer stay where they are published.",
        de:
          "Ihr Name und Ihre Adresse: bis dreißig Tage nach der Antwort, ohne Antwort höchstens ein Jahr. Sie erscheinen nie; Frage und Antwort bleiben, wenn sie veröffentlicht werden."
      )),
    KeptData(
      what: Text(fr: "Abonnements au bulletin du Lab", en: "Subscriptions to the Lab’s bulletin", de: "Lab-Newsletter"),
      howLong: Text(
        fr:
          "Votre adresse, ce que vous suivez et votre langue : jusqu’à la désinscription. Sans confirmation : sept jours.",
        en: "Your address, what you follow and your language: until you unsubscribe. Unconfirmed: seven days.",
        de: "Ihre Adresse, was Sie verfolgen und Ihre Sprache: bis zur Abmeldung. Unbestätigt: sieben Tage.")),
  ]
}

extension PlatformDoor {
  var dataNotice: Endpoint {
    .page("/donnees-personnelles", .personalData, allow: .everyone) { visit in
      let notice = DataNotice(
        service: PublicService(visit), hasProvider: visit.app.settings.identityProvider != nil)
      return (Text.personalData(visit.language), { page in notice.write(&page) })
    }
  }
}
