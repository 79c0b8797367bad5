// What the people of the screenshots are made of, twice: what the rules were tuned on, and what they
// never saw. The two share no name, street, town or way of writing a number. In the patterns of numbers
// each # becomes a digit.

/** A language of the screenshots. */
export type Language = "en" | "de" | "it";

/** Which of the two. */
export type Set = "tuned" | "held out";

/** What one language's people are made of. */
export interface Parts {
  /** First and last names. */
  firsts: string[];
  lasts: string[];
  phones: string[];
  streets: string[];
  towns: string[];
}

/** Of each set: what people are made of, and what is the same in every language. */
export interface Pool {
  parts: Record<Language, Parts>;
  /** Addresses of somebody: F is the first name, I its first letter, L the last name. */
  emails: string[];
  /** Cards: how they begin, how long they are, and in groups of how many. */
  cards: { start: string; groups: number[]; between: string }[];
  /** Countries of IBANs. */
  ibans: string[];
}

export const pools: Record<Set, Pool> = {
  tuned: {
    parts: {
      en: {
        firsts: ["Harriet", "Tom", "Siobhan", "Oliver", "Grace", "Rhys", "Ada", "Maxwell"],
        lasts: ["Lowe", "Everett", "Whitfield", "Kingsley", "Pemberton", "O'Connor", "Baxter-Hill", "Nash"],
        phones: [
          "+44 20 7946 0###",
          "07700 900 ###",
          "(555) 010-####",
          "+1 415-555-01##",
          "020 7946 0###",
          "+44 (0)161 496 0###",
          "555-010-####",
          "07700 900###",
          "+442079460###",
        ],
        streets: [
          "221B Baker Street",
          "14 Rosewood Avenue",
          "7 Old Mill Lane",
          "1600 Harbour Road, Flat 4",
          "93 St. John's Close",
          "12 Queens Road West",
          "5 Elm Drive",
          "Flat 2, 31 Market Place",
        ],
        towns: ["London NW1 6XE", "Bristol BS1 4DJ", "Springfield, IL 62704", "Leeds LS2 7EW", "Austin, TX 78701", "York, YO1 7HH"],
      },
      de: {
        firsts: ["Jürgen", "Karl", "Käthe", "Anneliese", "Markus", "Björn", "Ute", "Friederike"],
        lasts: ["Weiß", "Steinmair", "Großmann", "Köhler", "Thaler", "Müller-Lüdenscheidt", "Huber", "Oberhollenzer"],
        phones: [
          "+49 30 90182 0###",
          "0171 39200##",
          "+49 (0)89 636 48###",
          "030 / 23125 ###",
          "+43 664 55501##",
          "0471/555 ###",
          "+49 151 555 00###",
          "0049 89 6364####",
          "0211-555-####",
        ],
        streets: [
          "Musterstraße 12",
          "Am Markt 3",
          "Lindenallee 47a",
          "Talfergasse 8",
          "Hauptstr. 105",
          "Lange Straße 5",
          "Friedrich-Ebert-Platz 16",
          "Berliner Str. 28 b",
        ],
        towns: ["39100 Bozen", "10115 Berlin", "80331 München", "A-6020 Innsbruck", "50667 Köln", "55116 Mainz"],
      },
      it: {
        firsts: ["Giulia", "Chiara", "Niccolò", "Beatrice", "Matteo", "Pia", "Giosuè", "Ludovica"],
        lasts: ["Ferraro", "Lombardi", "Esposito", "D'Angelo", "Bianchi", "De Luca", "Rossi", "Sant'Elia"],
        phones: [
          "+39 347 555 0###",
          "0471 555 ###",
          "+39 06 4578 6###",
          "347 55501##",
          "+39 333.555.01##",
          "06 4578 63##",
          "+39 0471 555###",
          "333 55 50 ###",
          "+3934755501##",
        ],
        streets: [
          "Via Roma 5",
          "Piazza Garibaldi 12/A",
          "Corso Italia, 88",
          "Viale dei Mille 31",
          "Via San Marco 2",
          "Via dei Portici, 16/b",
          "P.zza Walther 1",
          "Via G. Galilei n. 20",
        ],
        towns: ["39100 Bolzano BZ", "00184 Roma (RM)", "20121 Milano", "50122 Firenze FI", "10121 Torino", "35121 Padova (PD)"],
      },
    },
    emails: [
      "F.L@example.com",
      "F_L##@mail.example.org",
      "IL@example.net",
      "L+orders@example.co.uk",
      "info@L-F.example.it",
      "F###@posteo.example.de",
    ],
    cards: [
      { start: "4", groups: [4, 4, 4, 4], between: " " },
      { start: "53", groups: [16], between: "" },
      { start: "37", groups: [4, 6, 5], between: " " },
      { start: "45", groups: [4, 4, 4, 4], between: " " },
    ],
    ibans: ["DE", "IT", "AT", "GB"],
  },
  "held out": {
    parts: {
      en: {
        firsts: ["Eleanor", "Callum", "Imogen", "Fergus", "Beth", "Jasper", "Niamh", "Theodore", "Zoe"],
        lasts: ["Ashworth", "Drummond", "Fairclough", "Hale", "McAllister", "Okafor", "Quigley", "Thornbury", "Vance"],
        phones: [
          "+44 7700 900###",
          "0161 496 0###",
          "01632 960 ###",
          "+1 (212) 555-01##",
          "212.555.01##",
          "+353 1 555 0###",
          "(0117) 496 0###",
          "1-312-555-01##",
          "07700-900-###",
        ],
        streets: [
          "42 Chapel Street",
          "18 Orchard Grove",
          "3 Kestrel Court",
          "1250 NW 23rd Street",
          "4217 Maple Ave, Apt 5B",
          "27A Station Road",
          "9 The Crescent",
          "106 Great Western Terrace",
        ],
        towns: ["Manchester M1 4BT", "Edinburgh EH1 1YZ", "Portland, OR 97205", "Cardiff CF10 3AT", "Brooklyn, NY 11201", "Stoke-on-Trent ST4 2DE"],
      },
      de: {
        firsts: ["Annegret", "Dirk", "Lioba", "Günther", "Sabine", "Volker", "Zdenka", "Maximilian", "Renate"],
        lasts: ["Brückner", "Eichinger", "Fuß", "Hörmann", "Langenscheidt", "Pfeiffer", "Röttgen", "Schüßler", "Wagner"],
        phones: [
          "+49 221 555 ###",
          "0176 555 ####5",
          "(089) 5550###",
          "+49-40-5550-0###",
          "+41 44 555 ## ##",
          "0043 1 5550###",
          "04711 / 5550##",
          "+49 (0) 711 555 0##",
          "0351 555-0###",
        ],
        streets: [
          "Goethestraße 7",
          "Bahnhofstr. 22",
          "Rosenheimer Straße 114b",
          "Unter den Linden 77",
          "Schillerplatz 1",
          "Mühlenweg 9-11",
          "Dr.-Karl-Renner-Ring 3",
          "Zum Alten Forsthaus 6",
        ],
        towns: ["20095 Hamburg", "60311 Frankfurt am Main", "1010 Wien", "D-70173 Stuttgart", "39012 Meran", "01067 Dresden"],
      },
      it: {
        firsts: ["Alessandra", "Bruno", "Cosima", "Edoardo", "Francesca", "Ruggero", "Noemi", "Salvatore", "Ivo"],
        lasts: ["Benedetti", "Cattaneo", "Dell'Acqua", "Gallo", "Marchesini", "Nicolussi", "Pavan", "Zanetti", "Di Stefano"],
        phones: [
          "+39 02 5550 ####",
          "02/5550####",
          "349-555####",
          "0039 338 555####",
          "(+39) 340 555 ####",
          "080 555 ## ##",
          "328 55 50 ###",
          "+39 0461 55 50 ##",
          "045-555 ####",
        ],
        streets: [
          "Via Giuseppe Verdi, 23",
          "Viale Europa 101",
          "Piazza del Duomo 4",
          "Via XX Settembre 20",
          "Corso Vittorio Emanuele II, 58",
          "Largo Augusto 7/B",
          "Vicolo della Rosa 2",
          "V.le Trento 45",
        ],
        towns: ["37121 Verona VR", "40121 Bologna", "80134 Napoli (NA)", "16121 Genova GE", "I-38122 Trento", "70122 Bari"],
      },
    },
    emails: [
      "L.F@example.org",
      "F-L@post.example.com",
      "F##@example.io",
      "I.L@firma-L.example",
      "buchhaltung@L.example.com",
      "L_####@web.example.net",
      "F.L.shop@sub.mail.example.eu",
    ],
    cards: [
      { start: "4", groups: [4, 4, 4, 4], between: "-" },
      { start: "6011", groups: [4, 4, 4, 4], between: " " },
      { start: "2221", groups: [4, 4, 4, 4], between: " " },
      { start: "34", groups: [4, 6, 5], between: " " },
      { start: "49", groups: [16], between: "" },
    ],
    ibans: ["FR", "CH", "NL", "ES", "DE"],
  },
};
