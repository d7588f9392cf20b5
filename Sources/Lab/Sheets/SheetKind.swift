import Platform

/// The two models on which a programme is described: what is under way, for those who run it with others; what was learnt,
/// for those who would do the same elsewhere.
enum SheetKind: String, Choice {
  case lab, action

  var label: Text {
    switch self {
    case .lab: Text(fr: "Fiche Lab", en: "Lab sheet", de: "Lab-Blatt")
    case .action: Text(fr: "Fiche action", en: "Action sheet", de: "Maßnahmenblatt")
    }
  }

  var meaning: Text {
    switch self {
    case .lab:
      Text(
        fr:
          "Ce qui marche et pourquoi, pour un autre territoire : contexte, visions d’élus, mise en œuvre, effets, transfert.",
        en:
          "What works and why, for another territory: context, elected members’ visions, operation, effects, transfer.")
    case .action:
      Text(
        fr: "Où en est l’action, pour ceux qui la mènent : objectifs, réalisé, en cours, à venir, moyens, acteurs.",
        en: "How far the action is, for those who run it: aims, done, under way, to come, means, actors.")
    }
  }

  /// In the order in which they are read.
  var rubrics: [RubricKind] {
    switch self {
    case .lab:
      [.context, .presentation, .visions, .operations, .governance, .effect, .innovation, .transfer, .links, .notes]
    case .action:
      [
        .contacts, .department, .location, .context, .objectives, .done, .current, .next, .means, .obstacles, .success,
        .actors, .steps, .links, .notes,
      ]
    }
  }

  /// Without which a reader cannot judge what is described.
  var expected: [RubricKind] { rubrics.filter { $0 != .links && $0 != .notes } }
}

/// One part of a sheet.
enum RubricKind: String, Choice {
  case context, presentation, visions, operations, governance, effect, innovation, transfer
  case contacts, department, location, objectives, done, current, next, means, obstacles, success, actors, steps
  case links, notes

  var label: Text {
    switch self {
    case .context: Text(fr: "Contexte territorial", en: "Territorial context", de: "Territorialer Kontext")
    case .presentation: Text(fr: "Présentation de l’action", en: "The action", de: "Die Maßnahme")
    case .visions:
      Text(
        fr: "L’ambition : visions d’élus", en: "The ambition: elected members’ visions",
        de: "Der Anspruch: Sicht der Gewählten")
    case .operations: Text(fr: "Regard opérationnel", en: "How it operates", de: "Operativer Blick")
    case .governance: Text(fr: "La gouvernance du projet", en: "Governance", de: "Steuerung des Projekts")
    case .effect: Text(fr: "L’effet dynamique de l’action", en: "What it sets in motion", de: "Was sie in Gang setzt")
    case .innovation: Text(fr: "Caractéristiques innovantes", en: "What is new in it", de: "Was daran neu ist")
    case .transfer:
      Text(
        fr: "Conditions de transférabilité", en: "Conditions for doing it elsewhere",
        de: "Voraussetzungen der Übertragbarkeit")
    case .contacts: Text(fr: "Référents", en: "Contacts", de: "Ansprechpartner")
    case .department: Text(fr: "Direction", en: "Department", de: "Fachbereich")
    case .location: Text(fr: "Localisation", en: "Location", de: "Ort")
    case .objectives: Text(fr: "Objectifs", en: "Objectives", de: "Ziele")
    case .done: Text(fr: "Actions réalisées", en: "Done", de: "Umgesetzt")
    case .current: Text(fr: "Actions en cours", en: "Under way", de: "Laufend")
    case .next: Text(fr: "Prochaines étapes", en: "Next steps", de: "Nächste Schritte")
    case .means: Text(fr: "Budget", en: "Budget", de: "Budget")
    case .obstacles: Text(fr: "Freins et solutions", en: "Obstacles and solutions", de: "Hindernisse und Lösungen")
    case .success: Text(fr: "Facteurs de réussite", en: "Success factors", de: "Erfolgsfaktoren")
    case .actors: Text(fr: "Acteurs et rôles", en: "Actors and roles", de: "Akteure und Rollen")
    case .steps: Text(fr: "Étapes clés", en: "Key steps", de: "Schlüsseletappen")
    case .links: Text(fr: "Pour en savoir plus", en: "Further reading", de: "Mehr dazu")
    case .notes: Text(fr: "Notes de l’éditeur", en: "Editor’s notes", de: "Anmerkungen der Redaktion")
    }
  }

  /// What is expected there, for who writes it.
  var question: Text {
    switch self {
    case .context:
      Text(
        fr: "Quel est le territoire, qui y a quelles compétences, d’où vient le besoin ?",
        en: "What is the territory, who is competent for what, where does the need come from?")
    case .presentation:
      Text(fr: "Qu’est-ce que c’est, pour qui, depuis quand ?", en: "What is it, for whom, since when?")
    case .visions:
      Text(
        fr: "Ce que l’élu en attend, avec son nom et ses mandats.",
        en: "What the elected member expects of it, with name and mandates.")
    case .operations:
      Text(
        fr: "Comment cela marche au quotidien : qui fait quoi, dans quel ordre, avec quels outils ?",
        en: "How does it work day by day: who does what, in which order, with which tools?")
    case .governance:
      Text(fr: "Qui propose, qui décide, qui finance ?", en: "Who proposes, who decides, who pays?")
    case .effect:
      Text(
        fr: "Qu’est-ce qui a changé ? Chiffres avec leur base et leur date, insérés par leur clé.",
        en: "What has changed? Figures with base and date, inserted by their key.")
    case .innovation: Text(fr: "Qu’est-ce qui n’existait pas avant ?", en: "What did not exist before?")
    case .transfer:
      Text(
        fr: "Une condition par puce : celui qui adopte répond à chacune.",
        en: "One condition to a bullet: who adopts answers each.")
    case .contacts:
      Text(
        fr: "À qui s’adresser, par service ou par fonction.", en: "Whom to turn to, by department or function.")
    case .department: Text(fr: "Quelle direction pilote ?", en: "Which department leads?")
    case .location: Text(fr: "Où cela se passe-t-il ?", en: "Where does it take place?")
    case .objectives: Text(fr: "Que veut-on obtenir ?", en: "What is to be achieved?")
    case .done: Text(fr: "Ce qui est fait, avec sa date.", en: "What is done, with its date.")
    case .current: Text(fr: "Ce qui avance en ce moment.", en: "What is moving now.")
    case .next: Text(fr: "Ce qui vient, et quand.", en: "What comes next, and when.")
    case .means:
      Text(
        fr: "Investissement, fonctionnement, recettes, année par année.",
        en: "Investment, running costs, income, year by year.")
    case .obstacles:
      Text(fr: "Ce qui a gêné, et ce qui l’a levé.", en: "What stood in the way, and what removed it.")
    case .success: Text(fr: "Sans quoi cela n’aurait pas marché.", en: "Without which it would not have worked.")
    case .actors: Text(fr: "Qui est autour de la table, dans quel rôle.", en: "Who is around the table, in which role.")
    case .steps:
      Text(
        fr: "Dans l’ordre, numérotées : 1. 2. 3.", en: "In order, numbered: 1. 2. 3.")
    case .links: Text(fr: "Sites, études, documents.", en: "Sites, studies, documents.")
    case .notes:
      Text(
        fr: "Ce qui se contredit ou manque dans les sources.", en: "What is contradictory or missing in the sources.")
    }
  }
}
