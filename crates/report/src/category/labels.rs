//! The words for a category in Dutch and English, for staff and for residents.

use super::Category;
use crate::audience::Audience;
use crate::language::Language;

struct Labels {
    staff_nl: &'static str,
    staff_en: &'static str,
    /// Dutch and English; nothing when residents are not offered the category.
    resident: Option<(&'static str, &'static str)>,
}

impl Category {
    /// What the category is called to people of this audience, in Dutch or English.
    ///
    /// Nothing in another language, or when the category is not offered to the audience.
    pub fn label(self, audience: Audience, language: Language) -> Option<&'static str> {
        let labels = &LABELS[self as usize];
        let (nl, en) = match audience {
            Audience::Staff => (labels.staff_nl, labels.staff_en),
            Audience::Resident => labels.resident?,
        };
        match language {
            Language::Dutch => Some(nl),
            Language::English => Some(en),
            _ => None,
        }
    }
}

/// In the order of [`Category::ALL`].
const LABELS: [Labels; Category::ALL.len()] = [
    Labels {
        staff_nl: "Werving of druk door een gewelddadige groep",
        staff_en: "Recruitment or pressure by a violent group",
        resident: Some((
            "Iemand wil mij of anderen bij een gewelddadige groep krijgen",
            "Someone is trying to get me or others into a violent group",
        )),
    },
    Labels {
        staff_nl: "Zorg: iemand spreekt of handelt richting geweld uit overtuiging",
        staff_en: "Concern: someone is speaking or acting towards violence for a cause",
        resident: Some((
            "Ik ben bang dat iemand geweld gaat gebruiken voor een groep of een idee",
            "I am afraid someone will use violence for a group or an idea",
        )),
    },
    Labels {
        staff_nl: "Mogelijke betrokkenheid bij ernstige misdrijven in het verleden",
        staff_en: "Possible part in serious crimes in the past",
        resident: Some((
            "Ik herken iemand die mensen kwaad heeft gedaan in oorlog of gevangenis",
            "I recognise someone who harmed people in war or in prison",
        )),
    },
    Labels {
        staff_nl: "Bedreiging van een persoon",
        staff_en: "Threat against a person",
        resident: Some((
            "Iemand bedreigt mij of iemand anders",
            "Someone threatens me or someone else",
        )),
    },
    Labels {
        staff_nl: "Mogelijke voorbereiding van een aanslag of groepsgeweld",
        staff_en: "Possible preparation of an attack or group violence",
        resident: Some((
            "Er wordt misschien een aanval voorbereid",
            "Someone may be preparing an attack",
        )),
    },
    Labels {
        staff_nl: "Zorg over identiteit of documenten",
        staff_en: "Concern about identity or documents",
        resident: None,
    },
    Labels {
        staff_nl: "Vermissing of plotseling of onverwacht vertrek",
        staff_en: "Missing person or sudden, unexpected departure",
        resident: Some((
            "Iemand is verdwenen of wil naar een oorlogsgebied",
            "Someone has disappeared or wants to go to a war zone",
        )),
    },
    Labels {
        staff_nl: "Ongewenst bezoek of beïnvloeding op de locatie",
        staff_en: "Unwanted visitors or influence on the site",
        resident: Some((
            "Mensen van buiten komen hier en geven problemen of druk",
            "People from outside come here and cause problems or pressure",
        )),
    },
    Labels {
        staff_nl: "Druk of intimidatie vanuit een ander land",
        staff_en: "Pressure or intimidation from another state",
        resident: Some((
            "Een regering of haar mensen bedreigen of chanteren mij of mijn familie",
            "A government or its people threaten or blackmail me or my family",
        )),
    },
    Labels {
        staff_nl: "Mogelijke mensenhandel of uitbuiting",
        staff_en: "Possible human trafficking or exploitation",
        resident: Some((
            "Iemand dwingt mij of iemand anders tot werk, seks, stelen of geeft geen loon",
            "Someone forces me or another person to work, have sex, steal, or takes the pay",
        )),
    },
    Labels {
        staff_nl: "Mensensmokkel: schuld of dwang",
        staff_en: "People smuggling: debt or coercion",
        resident: Some((
            "Een smokkelaar wil geld of bedreigt mij of mijn familie",
            "A smuggler wants money or threatens me or my family",
        )),
    },
    Labels {
        staff_nl: "(Dreigend) eergerelateerd geweld of gedwongen huwelijk",
        staff_en: "(Threat of) honour-related violence or forced marriage",
        resident: Some((
            "Mijn familie of gemeenschap wil mij straffen of laten trouwen",
            "My family or community wants to punish me or make me marry",
        )),
    },
    Labels {
        staff_nl: "Huiselijk geweld",
        staff_en: "Domestic violence",
        resident: Some((
            "Er is geweld of dwang in mijn gezin of relatie",
            "There is violence or control in my family or relationship",
        )),
    },
    Labels {
        staff_nl: "Zorg over de veiligheid van een kind",
        staff_en: "Concern about a child's safety",
        resident: Some((
            "Een kind wordt pijn gedaan, verwaarloosd of is weg",
            "A child is being hurt, neglected or is missing",
        )),
    },
    Labels {
        staff_nl: "Seksueel geweld of seksuele intimidatie",
        staff_en: "Sexual violence or harassment",
        resident: Some((
            "Iemand heeft mij of een ander seksueel aangeraakt, gedwongen of lastiggevallen",
            "Someone sexually touched, forced or harassed me or another person",
        )),
    },
    Labels {
        staff_nl: "Veiligheid lhbtiq+",
        staff_en: "LGBTIQ+ safety",
        resident: Some((
            "Ik ben niet veilig omdat ik lhbtiq+ ben of omdat mensen dat denken",
            "I am not safe because I am LGBTIQ+ or people think so",
        )),
    },
    Labels {
        staff_nl: "Veiligheid van religieuze of etnische minderheden, bekeerlingen en religieverlaters",
        staff_en: "Safety of religious or ethnic minorities, converts and people who left a religion",
        resident: Some((
            "Ik ben niet veilig door mijn geloof, geen geloof, of afkomst",
            "I am not safe because of my religion, having no religion, or my origin",
        )),
    },
    Labels {
        staff_nl: "Discriminatie of pesten door bewoners of anderen",
        staff_en: "Discrimination or harassment by residents or others",
        resident: Some((
            "Ik word gediscrimineerd of gepest door bewoners of mensen buiten",
            "I am discriminated against or bullied by residents or people outside",
        )),
    },
    Labels {
        staff_nl: "Discriminatie door medewerkers, beveiliging, vrijwilligers of tolken",
        staff_en: "Discrimination by staff, security, volunteers or interpreters",
        resident: Some((
            "Iemand die hier werkt discrimineert mij",
            "Someone who works here discriminates against me",
        )),
    },
    Labels {
        staff_nl: "Misstand, machtsmisbruik of schending van vertrouwelijkheid door medewerkers of partners",
        staff_en: "Wrongdoing, abuse of power or breach of confidentiality by staff or partners",
        resident: Some((
            "Iemand die hier werkt doet iets dat niet mag",
            "Someone who works here does something that is not allowed",
        )),
    },
    Labels {
        staff_nl: "Benadeling na het delen van een signaal",
        staff_en: "Retaliation after sharing a signal",
        resident: Some((
            "Ik word gestraft of bedreigd omdat ik iets heb verteld",
            "I am punished or threatened because I told something",
        )),
    },
    Labels {
        staff_nl: "Zelfbeschadiging of suïciderisico",
        staff_en: "Self-harm or suicide risk",
        resident: Some((
            "Ik of iemand anders wil niet meer leven of doet zichzelf pijn",
            "I or someone else does not want to live or hurts themselves",
        )),
    },
    Labels {
        staff_nl: "Zorg over psychische gezondheid",
        staff_en: "Worry about mental health",
        resident: Some((
            "Het gaat slecht met mij of met iemand anders",
            "I am, or someone is, doing very badly",
        )),
    },
    Labels {
        staff_nl: "Extra ondersteuning nodig (bijv. alleenstaande ouder, beperking, slachtoffer)",
        staff_en: "Needs extra support (e.g. single parent, disability, victim)",
        resident: Some((
            "Ik heb extra hulp of een veiliger plek nodig",
            "I need extra help or a safer place",
        )),
    },
    Labels {
        staff_nl: "Correctie of intrekking van een eerder signaal",
        staff_en: "Correction or withdrawal of an earlier signal",
        resident: Some((
            "Er is iets onwaars over mij verteld, of ik wil iets rechtzetten",
            "Something untrue was told about me, or I want to correct something",
        )),
    },
    Labels {
        staff_nl: "Ik wil advies, geen melding (zonder namen)",
        staff_en: "I want advice, not a report (no names)",
        resident: Some(("Ik wil alleen iets vragen", "I only want to ask something")),
    },
    Labels {
        staff_nl: "Iets anders",
        staff_en: "Something else",
        resident: Some(("Iets anders", "Something else")),
    },
];
