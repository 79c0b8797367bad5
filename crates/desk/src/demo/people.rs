//! Who wrote what to the demo desk: customers of a shop for cups, lamps and shoes in South Tyrol.

use super::pictures::Motif;
use model::{Channel, DeliveryState, HandleKind};

/// A conversation.
pub(super) struct Story {
    pub(super) channel: Channel,
    pub(super) name: &'static str,
    pub(super) handle: (HandleKind, &'static str),
    pub(super) subject: &'static str,
    pub(super) status: &'static str,
    /// Which agent has it: 0 owner, 1 agent, 2 the second one.
    pub(super) assignee: Option<usize>,
    /// How long ago it began, in minutes.
    pub(super) ago: i64,
    pub(super) lines: &'static [Line],
}

/// A file in it.
pub(super) struct Shot {
    pub(super) motif: Motif,
    pub(super) caption: &'static str,
    pub(super) alt: &'static str,
}

/// A line of it. The first number: minutes after the one before.
pub(super) enum Line {
    /// The customer.
    In(i64, &'static str, &'static [Shot]),
    /// An agent, and how far it came.
    Out(i64, usize, &'static str, &'static [Shot], DeliveryState),
    /// An agent to the others.
    Note(i64, usize, &'static str),
    /// What happened.
    Done(i64, usize, &'static str),
}

use Channel::{Email, Instagram, Sms, Webchat, Whatsapp};
use DeliveryState::{Delivered, Failed, Read, Sent};
use Line::{Done, In, Note, Out};

const fn shot(motif: Motif, caption: &'static str, alt: &'static str) -> Shot {
    Shot {
        motif,
        caption,
        alt,
    }
}

/// The oldest first, so that numbers go up with time.
#[rustfmt::skip] // a line of the conversation is a line here
pub(super) const STORIES: &[Story] = &[
    Story {
        channel: Email, name: "Harriet Lowe", handle: (HandleKind::Email, "harriet.lowe@example.com"),
        subject: "Invoice for order 20418", status: "closed", assignee: Some(1), ago: 7_200,
        lines: &[
            In(0, "Hello,\n\ncould you send me the invoice for order 20418 again? I need it with our company's VAT number: GB 293 4810 77.\n\nThank you\nHarriet", &[]),
            Out(95, 1, "Hello Harriet,\n\ngladly. The corrected invoice is on its way from our accounts department and will reach you within the hour.\n\nKind regards\nElena", &[], Sent),
            In(60, "Got it, perfect. Thanks!", &[]),
            Done(12, 1, "closed"),
        ],
    },
    Story {
        channel: Sms, name: "Peter Unterhofer", handle: (HandleKind::Phone, "+393401234567"),
        subject: "", status: "closed", assignee: Some(2), ago: 5_900,
        lines: &[
            In(0, "Hallo, ist meine Lampe schon unterwegs? Bestellung 20377", &[]),
            Out(14, 2, "Guten Tag, ja: sie ist heute früh an den Kurier gegangen und kommt morgen zwischen 9 und 12 Uhr.", &[], Delivered),
            In(3, "Super danke", &[]),
            Done(1, 2, "closed"),
        ],
    },
    Story {
        channel: Instagram, name: "nina.ceramics", handle: (HandleKind::Instagram, "17841400000000031"),
        subject: "", status: "closed", assignee: Some(1), ago: 4_700,
        lines: &[
            In(0, "Is the blue mug from yesterday's story available in two sizes? 💙", &[]),
            Out(31, 1, "It is! 250 ml and 400 ml. Here it is in daylight:", &[shot(Motif::NewMug, "The small one, 250 ml", "Blue mug filled with coffee on a wooden table", )], Read),
            In(9, "Ordered both 😍", &[]),
            Done(2, 1, "closed"),
        ],
    },
    Story {
        channel: Email, name: "Karl Steinmair", handle: (HandleKind::Email, "k.steinmair@example.org"),
        subject: "Wandhalterung: welche Schrauben?", status: "snoozed", assignee: Some(2), ago: 4_100,
        lines: &[
            In(0, "Guten Tag,\n\nder Halterung lag keine Montageanleitung bei. Welche Schrauben brauche ich für eine Gipskartonwand?\n\nMit freundlichen Grüßen\nKarl Steinmair", &[]),
            Out(240, 2, "Guten Tag Herr Steinmair,\n\nfür Gipskarton empfehlen wir Hohlraumdübel M5. Ich frage beim Hersteller nach der Anleitung und melde mich am Montag.\n\nFreundliche Grüße\nMiriam Köhler", &[], Sent),
            Note(4, 2, "Hersteller angeschrieben, Antwort bis Montag zugesagt."),
            Done(1, 2, "snoozed"),
        ],
    },
    Story {
        channel: Whatsapp, name: "Giulia Ferraro", handle: (HandleKind::Whatsapp, "393475550102"),
        subject: "", status: "open", assignee: Some(1), ago: 2_950,
        lines: &[
            In(0, "Buongiorno! Il pacco è arrivato così 😔", &[shot(Motif::Parcel, "", "")]),
            Out(22, 1, "Buongiorno Giulia, mi dispiace molto! Il contenuto è integro? Se può, ci mandi anche una foto dell'interno.", &[], Read),
            In(47, "La lampada per fortuna funziona, solo la scatola è rovinata.", &[]),
            Out(15, 1, "Che sollievo. Segnaliamo il danno al corriere; per il disturbo trova un buono da 10 € nella sua prossima e-mail.", &[], Delivered),
            Note(3, 1, "Reclamo al corriere aperto: pratica 88-4410."),
        ],
    },
    Story {
        channel: Email, name: "Office Nord GmbH", handle: (HandleKind::Email, "einkauf@officenord.example"),
        subject: "Angebot: 40 Schreibtischlampen", status: "open", assignee: Some(0), ago: 2_600,
        lines: &[
            In(0, "Sehr geehrte Damen und Herren,\n\nwir richten ein neues Büro ein und bitten um ein Angebot über 40 Schreibtischlampen \"Talbach 3\", Lieferung bis Mitte des Monats nach Innsbruck.\n\nMit freundlichen Grüßen\nS. Pichler", &[]),
            Note(30, 1, "Das ist eher etwas für Jonas, wegen des Rabatts."),
            Done(1, 1, "assigned:Jonas Brandt"),
            Done(0, 0, "tagged:Angebot"),
            Done(0, 0, "priority:high"),
            Out(180, 0, "Guten Tag Frau Pichler,\n\nvielen Dank für Ihre Anfrage. Ab 25 Stück geben wir 12 %. Das Angebot folgt morgen Vormittag; soll die Rechnung nach Österreich gehen?\n\nFreundliche Grüße\nJonas Brandt", &[], Sent),
            In(900, "Guten Tag Herr Brandt,\n\nja, bitte an unseren Sitz in Innsbruck. Können Sie die Lampen auch in Weiß liefern?\n\nS. Pichler", &[]),
        ],
    },
    Story {
        channel: Sms, name: "", handle: (HandleKind::Phone, "+393335550178"),
        subject: "", status: "open", assignee: Some(1), ago: 1_700,
        lines: &[
            In(0, "Avete ancora il modello 38 nero?", &[]),
            Out(25, 1, "Sì, l'ultimo paio! Glielo teniamo da parte fino a domani sera.", &[], Failed),
        ],
    },
    Story {
        channel: Instagram, name: "bergfex_toni", handle: (HandleKind::Instagram, "17841400000000047"),
        subject: "", status: "open", assignee: Some(2), ago: 1_350,
        lines: &[
            In(0, "Servus! Nach drei Wochen löst sich vorn die Sohle 😬 ist das ein Garantiefall?", &[shot(Motif::Shoe, "", "")]),
            Out(40, 2, "Servus Toni, ja, das tauschen wir. Welche Größe hast du, und hast du den Beleg noch?", &[], Read),
            In(55, "43. Beleg muss ich suchen, melde mich!", &[]),
        ],
    },
    Story {
        channel: Webchat, name: "Sofia Marchetti", handle: (HandleKind::Visitor, "demo-visitor-sofia-9f27"),
        subject: "", status: "open", assignee: Some(1), ago: 620,
        lines: &[
            In(0, "Buonasera, ho restituito un articolo ma non vedo il rimborso. Allego lo scontrino.", &[shot(Motif::Receipt, "Scontrino del 12", "")]),
            Out(18, 1, "Buonasera Sofia! Vedo il reso, è arrivato ieri in magazzino. Il rimborso parte oggi e arriva in 2 o 3 giorni lavorativi.", &[], Read),
            In(6, "Perfetto, grazie mille 🙏", &[]),
        ],
    },
    Story {
        channel: Email, name: "Tom Everett", handle: (HandleKind::Email, "tom@everett.example"),
        subject: "Wrong size delivered", status: "open", assignee: None, ago: 430,
        lines: &[In(
            0,
            "Hi there,\n\nI ordered the shoes in 44 and got 42. The label on the box says 44, funnily enough. How do we swap them?\n\nBest\nTom",
            &[],
        )],
    },
    Story {
        channel: Whatsapp, name: "Lena Gruber", handle: (HandleKind::Whatsapp, "436645550193"),
        subject: "", status: "open", assignee: Some(2), ago: 300,
        lines: &[
            In(0, "Hallo, die Tasse ist leider mit einem Sprung angekommen. Schade, sie war ein Geschenk!", &[shot(Motif::Mug, "Der Henkel ist noch dran, aber der Rand …", "", )]),
            Done(9, 2, "tagged:Bruch"),
            Done(0, 2, "priority:urgent"),
            Out(11, 2, "Hallo Lena, das tut mir leid! Wir schicken heute noch eine neue. In Rot ist sie gerade aus: wäre diese hier recht?", &[shot(Motif::NewMug, "Dieselbe Form in Blau", "Blaue Tasse mit Kaffee auf einem Holztisch", )], Delivered),
            Note(2, 2, "Glasur-Charge 7: schon die dritte mit Sprung. @Jonas bitte beim Töpfer nachfragen."),
            In(8, "Die ist ja fast noch schöner. Gern! So sieht der Rand jetzt aus:", &[shot(Motif::Mug, "Zum Glück nur der Rand", "Tasse mit einem Sprung am Rand")]),
        ],
    },
    Story {
        channel: Email, name: "Chiara Lombardi", handle: (HandleKind::Email, "chiara.lombardi@example.it"),
        subject: "Spedizione in Svizzera", status: "open", assignee: None, ago: 190,
        lines: &[In(
            0,
            "Buongiorno,\n\nspedite anche in Svizzera? Quanto costa per due lampade, e chi paga la dogana?\n\nGrazie\nChiara Lombardi",
            &[],
        )],
    },
    Story {
        channel: Webchat, name: "", handle: (HandleKind::Visitor, "demo-visitor-anna-41c0"),
        subject: "", status: "open", assignee: Some(1), ago: 75,
        lines: &[
            In(0, "Hi, checkout does not let me pay. It says my postcode is invalid, but it is right.", &[]),
            In(1, "", &[shot(Motif::Screenshot, "This is what I see", "Checkout page with a red error above the form", )]),
            Out(6, 1, "Thank you, that screenshot helps a lot. Could you try it once without the space in the postcode? I am passing it on to our developers meanwhile.", &[], Sent),
            Note(2, 1, "Reproduced: UK postcodes with a space fail on the new form."),
        ],
    },
    Story {
        channel: Sms, name: "Markus Thaler", handle: (HandleKind::Phone, "+4915155500134"),
        subject: "", status: "open", assignee: None, ago: 38,
        lines: &[In(
            0,
            "Paket steht seit gestern auf \"in Zustellung\", war aber niemand da. Bitte um Rückruf.",
            &[],
        )],
    },
    Story {
        channel: Instagram, name: "casa.di.vale", handle: (HandleKind::Instagram, "17841400000000058"),
        subject: "", status: "open", assignee: None, ago: 21,
        lines: &[In(
            0,
            "Ciao! Posso usare la vostra foto della lampada sul mio profilo? Vi taggo ovviamente 🧡",
            &[],
        )],
    },
    Story {
        channel: Webchat, name: "", handle: (HandleKind::Visitor, "demo-visitor-jakob-77ab"),
        subject: "", status: "open", assignee: None, ago: 4,
        lines: &[
            In(0, "Grüß Gott, kann man die Lampe auch im Laden in Bozen anschauen?", &[]),
            In(1, "Und habt ihr samstags offen?", &[]),
        ],
    },
];
