/// What the law of 21 June 2004 on the digital economy wants said (article 1-1; article 6, III before 21 May 2024).
extension PlatformDoor {
  var legalNotice: Endpoint {
    .page("/mentions-legales", .legalNotice, allow: .everyone) { visit in
      let service = PublicService(visit)
      return (
        Text.legalNotice(visit.language),
        { page in
          page.section(
            Text(
              fr: "Éditeur et direction de la publication", en: "Who publishes this site",
              de: "Herausgeber und Verantwortung")
          ) { page in page.facts(View.publisher, service) }
          page.section(Text(fr: "Hébergement", en: "Hosting", de: "Hosting")) { page in
            page.facts(View.host, service)
          }
          page.section(Text(fr: "Contact", en: "Contact", de: "Kontakt")) { page in
            page.linkLine("/contact", .writeToUs)
          }
          page.section(Text(fr: "Logiciel", en: "Software", de: "Software")) { page in
            page.paragraph(
              Text(
                fr: "Ce site fonctionne avec Terreau, un logiciel libre sous licence Apache-2.0.",
                en: "This site runs on Terreau, free software under the Apache-2.0 licence.",
                de: "Diese Website läuft mit Terreau, freier Software unter der Lizenz Apache-2.0."))
          }
        }
      )
    }
  }
}
