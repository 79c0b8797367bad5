// What the pages of the screenshots say besides.
import type { Language } from "./parts";

export interface Words {
  order: string; thanks: string; delivery: string; invoice: string; total: string; phone: string; account: string;
  card: string; name: string; street: string; town: string; hello: string; body: string; regards: string; to: string;
  date: string; price: string; items: [string, string, string]; status: string; reply: string; ask: string; find: string;
}

export const words: Record<Language, Words> = {
  en: {
    order: "Order", thanks: "Thank you for your order", delivery: "Delivery address", invoice: "Invoice", total: "Total",
    phone: "Phone", account: "Bank account", card: "Card number", name: "Name", street: "Street", town: "Town", hello: "Hello",
    body: "my parcel of 14 November has not arrived yet although tracking says it was delivered on Monday at 14:32. Could you please have a look and call me back?",
    regards: "Kind regards", to: "To", date: "14 November 2026", price: "£ 1,249.00",
    items: ["Desk lamp Talbach 3", "Blue mug, 400 ml", "Hiking shoe, size 42"], status: "In transit", reply: "Of course, I am looking into it.",
    ask: "Which number can we reach you on?", find: "You can reach me at",
  },
  de: {
    order: "Bestellung", thanks: "Vielen Dank für Ihre Bestellung", delivery: "Lieferadresse", invoice: "Rechnung", total: "Gesamtbetrag",
    phone: "Telefon", account: "Bankverbindung", card: "Kartennummer", name: "Name", street: "Straße", town: "Ort", hello: "Guten Tag",
    body: "mein Paket vom 14.11.2026 ist noch nicht angekommen, obwohl es laut Sendungsverfolgung am Montag um 14:32 Uhr zugestellt wurde. Könnten Sie das bitte prüfen und mich zurückrufen?",
    regards: "Mit freundlichen Grüßen", to: "An", date: "14.11.2026", price: "1.249,00 €",
    items: ["Schreibtischlampe Talbach 3", "Blauer Becher, 400 ml", "Wanderschuh, Größe 42"], status: "Unterwegs", reply: "Gern, ich sehe sofort nach.",
    ask: "Unter welcher Nummer erreichen wir Sie?", find: "Sie erreichen mich unter",
  },
  it: {
    order: "Ordine", thanks: "Grazie per il tuo ordine", delivery: "Indirizzo di consegna", invoice: "Fattura", total: "Totale",
    phone: "Telefono", account: "Coordinate bancarie", card: "Numero di carta", name: "Nome", street: "Indirizzo", town: "Città", hello: "Buongiorno",
    body: "il mio pacco del 14/11/2026 non è ancora arrivato, anche se secondo il tracciamento è stato consegnato lunedì alle 14:32. Potete controllare e richiamarmi, per favore?",
    regards: "Cordiali saluti", to: "A", date: "14/11/2026", price: "€ 1.249,00",
    items: ["Lampada da scrivania Talbach 3", "Tazza blu, 400 ml", "Scarpa da trekking, taglia 42"], status: "In viaggio", reply: "Certo, controllo subito.",
    ask: "A quale numero possiamo contattarla?", find: "Mi trovate al",
  },
};
