//! The words themselves.

#![cfg_attr(
    feature = "hydrate",
    allow(dead_code, reason = "some pages are drawn by the server alone")
)]

use super::Text;
use model::{Channel, Priority, Status};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $en:literal, $de:literal, $it:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: Text = Text($en, $de, $it);)*
        /// Every word, for the tests.
        #[cfg(test)]
        pub(crate) const EVERY: &[(&str, Text)] = &[$((stringify!($name), $name)),*];
    };
}

words! {
    INBOX = "Inbox", "Posteingang", "Posta in arrivo";
    SETTINGS = "Settings", "Einstellungen", "Impostazioni";
    SIGN_OUT = "Sign out", "Abmelden", "Esci";
    SIGN_IN = "Sign in", "Anmelden", "Accedi";
    EMAIL = "E-mail", "E-Mail", "E-mail";
    PASSWORD = "Password", "Passwort", "Password";
    YOUR_NAME = "Your name", "Ihr Name", "Il tuo nome";
    SIGN_IN_TITLE = "Sign in to Attache", "Bei Attache anmelden", "Accedi ad Attache";
    SET_UP_TITLE = "Set up your desk", "Richten Sie Ihren Desk ein", "Configura il tuo desk";
    SET_UP_LEAD = "You become its owner. The address in the console holds the token that proves it is you.", "Sie werden sein Inhaber. Die Adresse in der Konsole enthält das Token, das Sie ausweist.", "Ne diventi il proprietario. L’indirizzo nella console contiene il token che ti identifica.";
    SET_UP_TOKEN = "Token from the console", "Token aus der Konsole", "Token dalla console";
    SET_UP_DO = "Create the owner", "Inhaber anlegen", "Crea il proprietario";
    PASSWORD_HINT = "At least 8 characters", "Mindestens 8 Zeichen", "Almeno 8 caratteri";
    ALL = "All", "Alle", "Tutti";
    MINE = "Mine", "Meine", "Miei";
    UNASSIGNED = "Unassigned", "Nicht zugewiesen", "Non assegnati";
    VIEWS = "Views", "Ansichten", "Viste";
    OPEN = "Open", "Offen", "Aperti";
    SNOOZED = "Snoozed", "Zurückgestellt", "Posticipati";
    CLOSED = "Closed", "Geschlossen", "Chiusi";
    SPAM = "Spam", "Spam", "Spam";
    STATUS = "Status", "Status", "Stato";
    CONVERSATION = "Conversation", "Unterhaltung", "Conversazione";
    TICKETS = "Tickets", "Tickets", "Ticket";
    MORE = "Show more", "Mehr anzeigen", "Mostra altri";
    OLDER = "Show older messages", "Ältere Nachrichten anzeigen", "Mostra i messaggi precedenti";
    UNREAD = "Unread", "Ungelesen", "Da leggere";
    PHOTO = "Photo", "Foto", "Foto";
    FILE = "File", "Datei", "File";
    BACK = "Back to the list", "Zurück zur Liste", "Torna all’elenco";
    SEARCH = "Search", "Suchen", "Cerca";
    FOUND = "Search results", "Suchergebnisse", "Risultati";
    NOTHING_FOUND = "Nothing found", "Nichts gefunden", "Nessun risultato";
    NOTHING_FOUND_HINT = "Every word must be in one message, its files, its subject, or the customer’s name or address.", "Alle Wörter müssen in einer Nachricht, ihren Dateien, dem Betreff, dem Namen oder der Adresse des Kunden stehen.", "Tutte le parole devono trovarsi in un messaggio, nei suoi file, nell’oggetto, nel nome o nell’indirizzo del cliente.";
    SEARCH_CAPPED = "Only the newest {0} messages with these words were looked at. One word more finds older ones.", "Nur die neuesten {0} Nachrichten mit diesen Wörtern wurden angesehen. Ein Wort mehr findet ältere.", "Sono stati esaminati solo i {0} messaggi più recenti con queste parole. Una parola in più trova i precedenti.";
    FILTERS = "Filters", "Filter", "Filtri";
    CHANNELS = "Channels", "Kanäle", "Canali";
    CHANNEL = "Channel", "Kanal", "Canale";
    SAVED_VIEWS = "Saved views", "Gespeicherte Ansichten", "Viste salvate";
    ANY_STATUS = "Any", "Alle", "Tutti";
    ANY = "Any", "Alle", "Qualsiasi";
    TAG = "Tag", "Schlagwort", "Etichetta";
    TAG_GONE = "There is no such tag any more", "Dieses Schlagwort gibt es nicht mehr", "Questa etichetta non esiste più";
    TAG_GONE_HINT = "Take it off the list above, or remove the view.", "Nehmen Sie es oben aus der Liste oder entfernen Sie die Ansicht.", "Toglila dall’elenco qui sopra o elimina la vista.";
    NARROWED_HINT = "What is set above leaves nothing. Take something off it.", "Was oben eingestellt ist, lässt nichts übrig. Nehmen Sie etwas davon weg.", "Ciò che è impostato qui sopra non lascia nulla. Togli qualcosa.";
    HAS = "Has", "Enthält", "Contiene";
    HAS_PICTURE = "A picture", "Ein Bild", "Un’immagine";
    HAS_FILE = "A file", "Eine Datei", "Un file";
    SORT = "Order", "Reihenfolge", "Ordine";
    SORT_NEWEST = "Newest first", "Neueste zuerst", "Prima i più recenti";
    SORT_OLDEST = "Longest waiting first", "Am längsten wartende zuerst", "Prima chi attende da più tempo";
    SORT_PRIORITY = "Most urgent first", "Dringendste zuerst", "Prima i più urgenti";
    FROM = "Last message from", "Letzte Nachricht ab", "Ultimo messaggio dal";
    UNTIL = "Last message until", "Letzte Nachricht bis", "Ultimo messaggio fino al";
    FROM_DAY = "From {0}", "Ab {0}", "Dal {0}";
    UNTIL_DAY = "Until {0}", "Bis {0}", "Fino al {0}";
    UNREAD_ONLY = "Only unread ones", "Nur ungelesene", "Solo da leggere";
    SHOW = "Show", "Anzeigen", "Mostra";
    SHOW_ALL = "Show everything", "Alles anzeigen", "Mostra tutto";
    VIEW_SAVE = "Keep this list as a view", "Diese Liste als Ansicht speichern", "Salva questo elenco come vista";
    VIEW_NAME = "Name of the view", "Name der Ansicht", "Nome della vista";
    VIEW_SHARED = "For everybody", "Für alle", "Per tutti";
    VIEW_REMOVE = "Remove the view {0}", "Ansicht {0} entfernen", "Elimina la vista {0}";
    E_VIEW_NAME = "A view has a name of at most 50 characters", "Eine Ansicht hat einen Namen mit höchstens 50 Zeichen", "Una vista ha un nome di al massimo 50 caratteri";
    E_VIEW_MANY = "There are 50 views already. Remove one first.", "Es gibt schon 50 Ansichten. Entfernen Sie zuerst eine.", "Ci sono già 50 viste. Eliminane prima una.";
    EMPTY_LIST = "Nothing here", "Nichts hier", "Niente qui";
    EMPTY_LIST_HINT = "New messages appear here by themselves.", "Neue Nachrichten erscheinen hier von selbst.", "I nuovi messaggi compaiono qui da soli.";
    PICK_TICKET = "Pick a conversation", "Wählen Sie eine Unterhaltung", "Scegli una conversazione";
    PICK_TICKET_HINT = "The newest are on top of the list.", "Die neuesten stehen oben in der Liste.", "Le più recenti sono in cima all’elenco.";
    NOT_FOUND = "There is nothing at this address", "Unter dieser Adresse gibt es nichts", "A questo indirizzo non c’è nulla";
    TO_INBOX = "Go to the inbox", "Zum Posteingang", "Vai alla posta in arrivo";
    ASSIGNED_TO = "Assigned to", "Zugewiesen an", "Assegnato a";
    NOBODY = "Nobody", "Niemand", "Nessuno";
    ASSIGN = "Assign", "Zuweisen", "Assegna";
    CLOSE_TICKET = "Close", "Schließen", "Chiudi";
    REOPEN = "Reopen", "Wieder öffnen", "Riapri";
    TICKET_TOOLS = "More actions", "Weitere Aktionen", "Altre azioni";
    PICK = "Select", "Auswählen", "Seleziona";
    BLOCKED = "Blocked", "Gesperrt", "Bloccato";
    SNOOZE = "Snooze", "Zurückstellen", "Posticipa";
    SNOOZED_UNTIL = "Snoozed until {0}", "Zurückgestellt bis {0}", "Posticipato fino a {0}";
    SNOOZE_UNTIL = "Until this time", "Bis zu dieser Zeit", "Fino a quest’ora";
    LATER_TODAY = "Later", "Später", "Più tardi";
    LATER_TOMORROW = "Tomorrow", "Morgen", "Domani";
    LATER_WEEK = "Next week", "Nächste Woche", "Settimana prossima";
    PRIORITY = "Priority", "Priorität", "Priorità";
    PRIORITY_LOW = "Low", "Niedrig", "Bassa";
    PRIORITY_NORMAL = "Normal", "Normal", "Normale";
    PRIORITY_HIGH = "High", "Hoch", "Alta";
    PRIORITY_URGENT = "Urgent", "Dringend", "Urgente";
    TAGS = "Tags", "Schlagwörter", "Etichette";
    TAG_ADD = "Add a tag", "Schlagwort hinzufügen", "Aggiungi un’etichetta";
    ADD = "Add", "Hinzufügen", "Aggiungi";
    UNTAG = "Remove the tag {0}", "Schlagwort {0} entfernen", "Togli l’etichetta {0}";
    MARK_UNREAD = "Mark as unread", "Als ungelesen markieren", "Segna come da leggere";
    MARK_READ = "Mark as read", "Als gelesen markieren", "Segna come letto";
    MARK_SPAM = "Spam", "Spam", "Spam";
    NOT_SPAM = "Not spam", "Kein Spam", "Non è spam";
    BLOCK = "Block the customer", "Kunden sperren", "Blocca il cliente";
    UNBLOCK = "Unblock the customer", "Sperre aufheben", "Sblocca il cliente";
    SHORTCUTS = "Keyboard shortcuts", "Tastenkürzel", "Scorciatoie da tastiera";
    KEY_NEXT = "Next ticket", "Nächstes Ticket", "Ticket successivo";
    KEY_PREVIOUS = "Previous ticket", "Voriges Ticket", "Ticket precedente";
    KEY_PICK = "Select the open ticket", "Offenes Ticket auswählen", "Seleziona il ticket aperto";
    KEY_REPLY = "Write a reply", "Antwort schreiben", "Scrivi una risposta";
    KEY_NOTE = "Write a note", "Notiz schreiben", "Scrivi una nota";
    KEY_CLOSE = "Close or reopen", "Schließen oder wieder öffnen", "Chiudi o riapri";
    KEY_TOOLS = "More actions: snooze, priority, tags …", "Weitere Aktionen: zurückstellen, Priorität, Schlagwörter …", "Altre azioni: posticipa, priorità, etichette…";
    MERGE = "Merge", "Zusammenführen", "Unisci";
    MERGE_INTO = "Merge into another ticket of this customer", "Mit einem anderen Ticket dieses Kunden zusammenführen", "Unisci a un altro ticket di questo cliente";
    SPLIT = "Split", "Abtrennen", "Separa";
    SPLIT_FROM = "A ticket of its own from this message on", "Eigenes Ticket ab dieser Nachricht", "Un ticket a sé da questo messaggio in poi";
    DONE_MERGED = "Merged", "Zusammengeführt", "Unito";
    DONE_SPLIT = "Now a ticket of its own", "Jetzt ein eigenes Ticket", "Ora è un ticket a sé";
    E_MERGE_SELF = "A ticket cannot be merged with itself", "Ein Ticket lässt sich nicht mit sich selbst zusammenführen", "Un ticket non può essere unito a sé stesso";
    E_MERGE_OTHER = "Only tickets of one customer and one inbox can be merged", "Nur Tickets eines Kunden und eines Postfachs lassen sich zusammenführen", "Si possono unire solo ticket di un cliente e di una casella";
    E_SPLIT = "Choose a message that has others before it", "Wählen Sie eine Nachricht, vor der es andere gibt", "Scegli un messaggio che ne ha altri prima";
    DONE_COUNT = "{0} tickets", "{0} Tickets", "{0} ticket";
    DONE_LEFT = "Somebody changed {0} meanwhile: left as it is", "{0} wurde inzwischen geändert und blieb, wie es ist", "{0} è stato cambiato nel frattempo ed è rimasto com’è";
    DONE_ASSIGNED = "Assigned", "Zugewiesen", "Assegnato";
    DONE_OPENED = "Open again", "Wieder offen", "Di nuovo aperto";
    DONE_CLOSED = "Closed", "Geschlossen", "Chiuso";
    DONE_SNOOZED = "Snoozed", "Zurückgestellt", "Posticipato";
    DONE_SPAM = "Moved to spam", "In den Spam verschoben", "Spostato nello spam";
    DONE_PRIORITY = "Priority set", "Priorität gesetzt", "Priorità impostata";
    DONE_TAGGED = "Tagged", "Schlagwort hinzugefügt", "Etichetta aggiunta";
    DONE_UNTAGGED = "Tag removed", "Schlagwort entfernt", "Etichetta tolta";
    DONE_UNREAD = "Marked as unread", "Als ungelesen markiert", "Segnato come da leggere";
    DONE_READ = "Marked as read", "Als gelesen markiert", "Segnato come letto";
    DONE_BLOCKED = "Blocked: what they write goes to spam", "Gesperrt: Neues landet im Spam", "Bloccato: ciò che scrive va nello spam";
    DONE_UNBLOCKED = "Not blocked any more", "Nicht mehr gesperrt", "Non più bloccato";
    DONE_UNDONE = "Undone", "Rückgängig gemacht", "Annullato";
    E_SNOOZE_PAST = "Choose a time that is still to come", "Wählen Sie einen Zeitpunkt, der noch kommt", "Scegli un momento che deve ancora venire";
    E_TAG_NAME = "A tag has a name of at most 50 characters", "Ein Schlagwort hat einen Namen mit höchstens 50 Zeichen", "Un’etichetta ha un nome di al massimo 50 caratteri";
    E_TOO_MANY_PICKED = "At most 500 tickets at once", "Höchstens 500 Tickets auf einmal", "Al massimo 500 ticket alla volta";
    E_UNDO_GONE = "This cannot be undone any more", "Das lässt sich nicht mehr rückgängig machen", "Non si può più annullare";
    E_OTHER = "This did not work. Try again soon.", "Das hat nicht geklappt. Versuchen Sie es bald wieder.", "Non è riuscito. Riprova tra poco.";
    CONTACT = "Contact", "Kontakt", "Contatto";
    CUSTOMER_SINCE = "Known since", "Bekannt seit", "Conosciuto dal";
    OTHER_TICKETS = "Other conversations", "Weitere Unterhaltungen", "Altre conversazioni";
    NO_OTHER_TICKETS = "This is the first one.", "Dies ist die erste.", "Questa è la prima.";
    FILES_SHARED = "{0} files exchanged", "{0} Dateien ausgetauscht", "{0} file scambiati";
    FILE_SHARED = "1 file exchanged", "1 Datei ausgetauscht", "1 file scambiato";
    VISITOR = "Visitor", "Besucher", "Visitatore";
    REPLY = "Reply", "Antwort", "Risposta";
    NOTE = "Note", "Notiz", "Nota";
    WRITE_REPLY = "Write a reply…", "Antwort schreiben …", "Scrivi una risposta…";
    WRITE_NOTE = "Only your team sees this…", "Nur Ihr Team sieht das …", "Lo vede solo il tuo team…";
    WRITE_MESSAGE = "Write a message…", "Nachricht schreiben …", "Scrivi un messaggio…";
    SEND = "Send", "Senden", "Invia";
    KEEP_NOTE = "Add note", "Notiz anlegen", "Aggiungi nota";
    ATTACH_FILE = "Attach a file", "Datei anhängen", "Allega un file";
    TAKE_PHOTO = "Take a photo", "Foto aufnehmen", "Scatta una foto";
    ATTACH_PICTURE = "Attach a picture", "Bild anhängen", "Allega un’immagine";
    DROP_HERE = "Drop to attach", "Zum Anhängen loslassen", "Rilascia per allegare";
    PREPARING = "Preparing…", "Wird vorbereitet …", "In preparazione…";
    UPLOADING = "Uploading…", "Wird hochgeladen …", "Caricamento…";
    WAITING_FOR_LINE = "Waiting for the connection…", "Wartet auf die Verbindung …", "In attesa della connessione…";
    NOT_ON_DESK = "{0} had not reached the desk: attach it again.", "{0} war noch nicht am Desk: hängen Sie die Datei erneut an.", "{0} non era arrivato al desk: allegalo di nuovo.";
    WAIT_FOR_FILES = "Files are still being prepared", "Dateien werden noch vorbereitet", "I file sono ancora in preparazione";
    ATTACHMENTS = "Attachments", "Anhänge", "Allegati";
    CAPTION = "Caption", "Bildtext", "Didascalia";
    ALT_TEXT = "What it shows (alt text)", "Was zu sehen ist (Alternativtext)", "Che cosa mostra (testo alternativo)";
    NUDGE_ONE = "A picture has no caption yet. A word of context helps.", "Ein Bild hat noch keinen Bildtext. Ein Wort dazu hilft.", "Un’immagine non ha ancora una didascalia. Una parola di contesto aiuta.";
    NUDGE = "{0} pictures have no caption yet. A word of context helps.", "{0} Bilder haben noch keinen Bildtext. Ein Wort dazu hilft.", "{0} immagini non hanno ancora una didascalia. Una parola di contesto aiuta.";
    MOVE_TILE = "Move {0}: arrow keys, or drag", "{0} verschieben: Pfeiltasten oder ziehen", "Sposta {0}: frecce, o trascina";
    MOVED = "{0}: place {1} of {2}", "{0}: Platz {1} von {2}", "{0}: posto {1} di {2}";
    REMOVED = "{0} removed", "{0} entfernt", "{0} rimosso";
    PUT_BACK = "{0} is back", "{0} ist wieder da", "{0} è di nuovo qui";
    UNDO_REMOVE = "Put {0} back", "{0} zurückholen", "Ripristina {0}";
    AS_PICTURE = "As a picture", "Als Bild", "Come immagine";
    AS_DOCUMENT = "As a document", "Als Dokument", "Come documento";
    AS_LINK = "As a link", "Als Link", "Come link";
    UNTOUCHED_HINT = "Sends the file untouched, with every pixel as it was", "Sendet die Datei unverändert, mit jedem Pixel", "Invia il file com’è, con ogni pixel";
    LINK_HINT = "The file stays on the desk; the message says where to fetch it", "Die Datei bleibt am Desk; die Nachricht sagt, wo man sie abholt", "Il file resta sul desk; il messaggio dice dove prenderlo";
    GOES_AS_DOCUMENT = "goes as a document", "geht als Dokument", "va come documento";
    GOES_AS_LINK = "goes as a link", "geht als Link", "va come link";
    NOT_LOOKED_INTO = "sent as it is, with what the camera wrote into it", "wird gesendet, wie es ist, mit allem, was die Kamera hineinschrieb", "inviato com’è, con ciò che la fotocamera vi ha scritto";
    CAPTION_NUDGE = "A word of context helps", "Ein Wort dazu hilft", "Una parola di contesto aiuta";
    REMOVE = "Remove {0}", "{0} entfernen", "Rimuovi {0}";
    RETRY = "Try again", "Erneut versuchen", "Riprova";
    TURNED_UPRIGHT = "turned upright", "aufgerichtet", "raddrizzata";
    LOCATION_REMOVED = "location removed", "Standort entfernt", "posizione rimossa";
    METADATA_REMOVED = "metadata removed", "Metadaten entfernt", "metadati rimossi";
    PARTS_HIDDEN = "partly blacked out", "teilweise geschwärzt", "in parte oscurata";
    EDIT_PICTURE = "Edit picture", "Bild bearbeiten", "Modifica l’immagine";
    EDIT_FILE = "Edit {0}", "{0} bearbeiten", "Modifica {0}";
    TOOLS = "Tools", "Werkzeuge", "Strumenti";
    BLACK_OUT = "Black out a part", "Einen Teil schwärzen", "Oscura una parte";
    HIDDEN_PART = "Blacked out part: arrows move it, Shift and arrows change its size, Delete removes it", "Geschwärzter Teil: Pfeile verschieben ihn, Umschalt und Pfeile ändern die Größe, Entf entfernt ihn", "Parte oscurata: le frecce la spostano, Maiusc e frecce ne cambiano la misura, Canc la toglie";
    TURN = "Turn clockwise", "Im Uhrzeigersinn drehen", "Ruota in senso orario";
    UNDO_SHORT = "Undo", "Rückgängig", "Annulla";
    UNDO = "Undo", "Rückgängig", "Annulla l’ultima modifica";
    REDO = "Redo", "Wiederholen", "Ripeti";
    CANCEL = "Cancel", "Abbrechen", "Annulla";
    CROP = "Crop", "Zuschneiden", "Ritaglia";
    CROP_FRAME = "Frame: arrows move it, Shift and arrows change its size, Delete keeps the whole picture", "Rahmen: Pfeile verschieben ihn, Umschalt und Pfeile ändern die Größe, Entf behält das ganze Bild", "Cornice: le frecce la spostano, Maiusc e frecce ne cambiano la misura, Canc tiene tutta l’immagine";
    CROP_NONE = "Whole picture", "Ganzes Bild", "Tutta l’immagine";
    CROP_HINT = "Pull the corners, or draw around what is to stay.", "Ziehen Sie an den Ecken oder um das, was bleiben soll.", "Tira gli angoli, o traccia un riquadro attorno a ciò che resta.";
    ARROW = "Draw an arrow", "Pfeil zeichnen", "Disegna una freccia";
    ARROW_PART = "Arrow: arrow keys move it, with Shift they move its tip, Delete removes it", "Pfeil: Pfeiltasten verschieben ihn, mit Umschalt seine Spitze, Entf entfernt ihn", "Freccia: i tasti freccia la spostano, con Maiusc spostano la punta, Canc la toglie";
    ARROW_HINT = "Draw from where the arrow begins to what it points at.", "Ziehen Sie vom Anfang des Pfeils bis dahin, worauf er zeigt.", "Trascina dall’inizio della freccia a ciò che indica.";
    LABEL = "Write a label", "Text schreiben", "Scrivi un’etichetta";
    LABEL_PART = "Label “{0}”: arrows move it, Shift and arrows change its size, Enter changes its text, Delete removes it", "Text „{0}“: Pfeile verschieben ihn, Umschalt und Pfeile ändern die Größe, Eingabe ändert den Text, Entf entfernt ihn", "Etichetta «{0}»: le frecce la spostano, Maiusc e frecce ne cambiano la misura, Invio ne cambia il testo, Canc la toglie";
    LABEL_TEXT = "Text of the label", "Text auf dem Bild", "Testo dell’etichetta";
    LABEL_HINT = "Press where the text should stand, then write.", "Drücken Sie dahin, wo der Text stehen soll, und schreiben Sie.", "Premi dove deve stare il testo, poi scrivi.";
    TAKE_AWAY = "Remove what is chosen", "Ausgewähltes entfernen", "Togli ciò che è scelto";
    ZOOM_IS = "Zoom {0}: all of it or 100 %", "Vergrößerung {0}: alles oder 100 %", "Ingrandimento {0}: tutto o 100 %";
    ZOOM_FIT = "All of it (0) or 100 % (1)", "Alles (0) oder 100 % (1)", "Tutto (0) o 100 % (1)";
    COMPARE = "Compare before and after", "Vorher und nachher vergleichen", "Confronta prima e dopo";
    COMPARE_HINT = "On the left as it was picked, on the right as it will be sent.", "Links wie ausgewählt, rechts wie gesendet.", "A sinistra come è stata scelta, a destra come sarà inviata.";
    BEFORE = "Before", "Vorher", "Prima";
    AFTER = "After", "Nachher", "Dopo";
    BEFORE_AFTER = "How much is shown as it was before", "Wie viel wie vorher gezeigt wird", "Quanto si vede com’era prima";
    QUALITY = "Quality", "Qualität", "Qualità";
    QUALITY_AUTOMATIC = "Automatic", "Automatisch", "Automatica";
    QUALITY_SHARPER = "Sharper text", "Schärfere Schrift", "Testo più nitido";
    QUALITY_SMALLER = "Smaller", "Kleiner", "Più piccola";
    QUALITY_FOR_ALL = "The same quality for all pictures of this message", "Dieselbe Qualität für alle Bilder dieser Nachricht", "La stessa qualità per tutte le immagini di questo messaggio";
    FIND = "Find personal data", "Persönliche Daten suchen", "Trova dati personali";
    FIND_READING = "Reading the picture. It stays in your browser.", "Das Bild wird gelesen. Es bleibt in Ihrem Browser.", "Lettura dell’immagine. Resta nel tuo browser.";
    FIND_ONE = "One place found. Look for others yourself: this is a help, not a promise.", "Eine Stelle gefunden. Sehen Sie selbst nach weiteren: dies ist eine Hilfe, kein Versprechen.", "Trovato un punto. Controlla tu stesso se ce ne sono altri: è un aiuto, non una promessa.";
    FIND_MANY = "{0} places found. Look for others yourself: this is a help, not a promise.", "{0} Stellen gefunden. Sehen Sie selbst nach weiteren: dies ist eine Hilfe, kein Versprechen.", "Trovati {0} punti. Controlla tu stesso se ce ne sono altri: è un aiuto, non una promessa.";
    FIND_NOTHING = "Nothing found. Look yourself: this is a help, not a promise.", "Nichts gefunden. Sehen Sie selbst nach: dies ist eine Hilfe, kein Versprechen.", "Non è stato trovato nulla. Controlla tu stesso: è un aiuto, non una promessa.";
    FIND_HIDE_ALL = "Hide all", "Alle schwärzen", "Oscura tutto";
    FIND_NONE_OF_IT = "Hide none", "Nichts davon", "Non oscurare";
    FIND_OFFLINE = "The text reader could not be loaded. Press again, or draw over what nobody should see.", "Die Texterkennung konnte nicht geladen werden. Versuchen Sie es noch einmal oder ziehen Sie selbst über, was niemand sehen soll.", "Non è stato possibile caricare il lettore di testo. Riprova o trascina su ciò che nessuno deve vedere.";
    FIND_CRASHED = "This picture could not be read. Draw over what nobody should see.", "Dieses Bild konnte nicht gelesen werden. Ziehen Sie selbst über, was niemand sehen soll.", "Non è stato possibile leggere questa immagine. Trascina su ciò che nessuno deve vedere.";
    FIND_PROPOSED = "{0}, proposed: Enter hides all that is proposed, Delete leaves this one as it is", "{0}, Vorschlag: Eingabe schwärzt alle Vorschläge, Entf lässt diesen, wie er ist", "{0}, proposta: Invio oscura tutte le proposte, Canc lascia questa com’è";
    FIND_EMAIL = "E-mail address", "E-Mail-Adresse", "Indirizzo e-mail";
    FIND_PHONE = "Phone number", "Telefonnummer", "Numero di telefono";
    FIND_CARD = "Card number", "Kartennummer", "Numero di carta";
    FIND_IBAN = "IBAN", "IBAN", "IBAN";
    FIND_ADDRESS = "Postal address", "Postanschrift", "Indirizzo postale";
    FIND_NAME = "Name of the contact", "Name des Kontakts", "Nome del contatto";
    EDIT_APPLY = "Apply", "Übernehmen", "Applica";
    EDIT_HINT = "Draw over what nobody should see. It is cut out of the file for good.", "Ziehen Sie über, was niemand sehen soll. Es wird endgültig aus der Datei entfernt.", "Trascina su ciò che nessuno deve vedere. Viene tolto dal file per sempre.";
    EDIT_LOSE = "What you drew is lost when you leave now.", "Was Sie gezeichnet haben, geht verloren, wenn Sie jetzt gehen.", "Se esci ora, perdi ciò che hai disegnato.";
    EDIT_THROW_AWAY = "Throw it away", "Verwerfen", "Scarta";
    PREFLIGHT_FILES = "{0} files, {1}", "{0} Dateien, {1}", "{0} file, {1}";
    PREFLIGHT_FILE = "1 file, {0}", "1 Datei, {0}", "1 file, {0}";
    CHARACTERS_OVER = "{0} characters too many for this channel", "{0} Zeichen zu viel für diesen Kanal", "{0} caratteri di troppo per questo canale";
    NOTHING_YET = "Nothing to send yet", "Noch nichts zu senden", "Ancora niente da inviare";
    NOTE_STAYS = "A note stays in the house", "Eine Notiz bleibt im Haus", "Una nota resta in casa";
    ONE_MESSAGE = "1 message: {0}", "1 Nachricht: {0}", "1 messaggio: {0}";
    SEVERAL_MESSAGES = "{0} messages: {1}", "{0} Nachrichten: {1}", "{0} messaggi: {1}";
    FIRST_THEN = "{0}, then {1}", "{0}, dann {1}", "{0}, poi {1}";
    PART_TEXT = "text", "Text", "testo";
    PART_CAPTION = "caption", "Bildtext", "didascalia";
    PART_PICTURE = "picture", "Bild", "immagine";
    PART_PICTURES = "{0} pictures", "{0} Bilder", "{0} immagini";
    PART_VIDEO = "video", "Video", "video";
    PART_VIDEOS = "{0} videos", "{0} Videos", "{0} video";
    PART_SOUND = "sound", "Ton", "audio";
    PART_SOUNDS = "{0} sounds", "{0} Töne", "{0} audio";
    PART_DOCUMENT = "document", "Dokument", "documento";
    PART_DOCUMENTS = "{0} documents", "{0} Dokumente", "{0} documenti";
    WITH_CAPTION = "{0} with caption", "{0} mit Bildtext", "{0} con didascalia";
    AND = "{0} and {1}", "{0} und {1}", "{0} e {1}";
    SEGMENT = "1 segment, {0} left", "1 Segment, noch {0} Zeichen", "1 segmento, ne restano {0}";
    SEGMENTS = "{0} segments, {1} left", "{0} Segmente, noch {1} Zeichen", "{0} segmenti, ne restano {1}";
    SEGMENTS_ODD = "“{0}” is not in the alphabet of SMS: a segment holds 70 characters instead of 160.", "„{0}“ gibt es im SMS-Alphabet nicht: Ein Segment fasst 70 Zeichen statt 160.", "“{0}” non è nell’alfabeto degli SMS: un segmento contiene 70 caratteri invece di 160.";
    SEGMENTS_LINK = "The address of a link counts as well.", "Die Adresse eines Links zählt mit.", "Conta anche l’indirizzo di un link.";
    BELOW_CAPTION = "Below it: {0}", "Darunter: {0}", "Sotto: {0}";
    CAPTION_IN_TEXT = "In the text: {0}", "Im Text: {0}", "Nel testo: {0}";
    WAS_MADE = "{0}, {1} → {2}", "{0}, {1} → {2}", "{0}, {1} → {2}";
    GOES_NOT = "{0} does not arrive on this channel. Send it as a link.", "{0} kommt auf diesem Kanal nicht an. Senden Sie es als Link.", "{0} non arriva su questo canale. Invialo come link.";
    LINK_IN_TEXT = "In the text, as a link: {0}", "Im Text, als Link: {0}", "Nel testo, come link: {0}";
    SPAN_MINUTES = "{0} min", "{0} Min.", "{0} min";
    SPAN_HOURS = "{0} h {1}", "{0} Std. {1}", "{0} h {1}";
    SPAN_DAYS = "{0} d {1} h", "{0} T. {1} Std.", "{0} g {1} h";
    WINDOW_OPEN = "window open {0}", "Fenster noch {0} offen", "finestra aperta per {0}";
    WINDOW_CLOSES = "closes in {0}", "schließt in {0}", "si chiude tra {0}";
    WINDOW_HUMAN = "goes as a person’s answer, {0} left", "geht als Antwort eines Menschen, noch {0}", "va come risposta di una persona, ancora {0}";
    WINDOW_CLOSED_WHATSAPP = "The 24-hour window is closed: WhatsApp takes no free text until the customer writes again.", "Das 24-Stunden-Fenster ist zu: WhatsApp nimmt freien Text erst wieder, wenn der Kunde schreibt.", "La finestra di 24 ore è chiusa: WhatsApp non accetta testo libero finché il cliente non scrive di nuovo.";
    WINDOW_CLOSED = "The window is closed until the customer writes again.", "Das Fenster ist zu, bis der Kunde wieder schreibt.", "La finestra è chiusa finché il cliente non scrive di nuovo.";
    WINDOW_CLOSED_HUMAN = "The 24-hour window is closed. With HUMAN_AGENT switched on, people may answer for seven days.", "Das 24-Stunden-Fenster ist zu. Ist HUMAN_AGENT eingeschaltet, dürfen Menschen sieben Tage lang antworten.", "La finestra di 24 ore è chiusa. Con HUMAN_AGENT attivo, una persona può rispondere per sette giorni.";
    WINDOW_REFUSED = "This customer asked for no more messages. They can write START to allow them again.", "Dieser Kunde möchte keine Nachrichten mehr. Mit START erlaubt er sie wieder.", "Questo cliente non vuole più messaggi. Può riattivarli scrivendo START.";
    TO_CHANNEL = "Settings of this channel", "Einstellungen dieses Kanals", "Impostazioni di questo canale";
    QUEUED = "Waiting to be sent", "Wartet auf Versand", "In attesa di invio";
    SENDING = "Being sent", "Wird gesendet", "Invio in corso";
    SENT = "Sent", "Gesendet", "Inviato";
    DELIVERED = "Delivered", "Zugestellt", "Consegnato";
    READ = "Read", "Gelesen", "Letto";
    FAILED = "Not sent", "Nicht gesendet", "Non inviato";
    UNKNOWN = "Checking whether it was sent", "Wird geprüft, ob es gesendet wurde", "Verifica dell’invio in corso";
    CANCELED = "Taken back", "Zurückgezogen", "Annullato";
    SIGNED_OUT = "You have been signed out. Your text is kept on this device.", "Sie wurden abgemeldet. Ihr Text bleibt auf diesem Gerät erhalten.", "La sessione è scaduta. Il testo resta su questo dispositivo.";
    SIGN_IN_AGAIN = "Sign in again", "Wieder anmelden", "Accedi di nuovo";
    DOWNLOAD = "Download", "Herunterladen", "Scarica";
    CLOSE = "Close", "Schließen", "Chiudi";
    NEXT = "Next", "Nächstes", "Successiva";
    PREVIOUS = "Previous", "Vorheriges", "Precedente";
    ZOOM_IN = "Zoom in", "Vergrößern", "Ingrandisci";
    ZOOM_OUT = "Zoom out", "Verkleinern", "Riduci";
    PICTURE_OF = "Picture {0} of {1}: {2}", "Bild {0} von {1}: {2}", "Immagine {0} di {1}: {2}";
    ZOOM_WHOLE = "Show the whole picture", "Ganzes Bild zeigen", "Mostra l’immagine intera";
    ZOOM_PIXELS = "Show its pixels as they are", "Pixel in Originalgröße zeigen", "Mostra i pixel reali";
    COPY_PICTURE = "Copy picture", "Bild kopieren", "Copia immagine";
    PICTURE_COPIED = "Copied", "Kopiert", "Copiata";
    PICTURE_NOT_COPIED = "The picture could not be copied. Download it instead.", "Das Bild konnte nicht kopiert werden. Laden Sie es stattdessen herunter.", "Non è stato possibile copiare l’immagine. Scaricala.";
    PICTURE_LOADING = "Loading the picture…", "Bild wird geladen …", "Caricamento dell’immagine…";
    PICTURE_BROKEN = "This picture could not be shown. It may be damaged, or the connection is lost.", "Dieses Bild konnte nicht angezeigt werden. Es ist vielleicht beschädigt, oder die Verbindung ist unterbrochen.", "Non è stato possibile mostrare l’immagine. Forse è danneggiata o manca la connessione.";
    PICTURE_GONE = "This picture is not in this conversation any more.", "Dieses Bild ist nicht mehr in dieser Unterhaltung.", "Questa immagine non è più in questa conversazione.";
    PICTURES_PART = "Not all pictures of this conversation could be loaded.", "Nicht alle Bilder dieser Unterhaltung konnten geladen werden.", "Non è stato possibile caricare tutte le immagini della conversazione.";
    PICTURES = "Pictures", "Bilder", "Immagini";
    OPEN_PICTURE = "Open picture {0}", "Bild {0} öffnen", "Apri l’immagine {0}";
    PICTURE_PENDING = "The picture is on its way", "Das Bild ist unterwegs", "L’immagine è in arrivo";
    FILE_FAILED = "Could not be fetched", "Konnte nicht geladen werden", "Non è stato possibile recuperarlo";
    FILE_ERASED = "Erased", "Gelöscht", "Cancellato";
    FILE_CHECKING = "Being checked for viruses", "Wird auf Viren geprüft", "Controllo antivirus in corso";
    FILE_INFECTED = "A virus was found. This file is kept back.", "Ein Virus wurde gefunden. Diese Datei wird zurückgehalten.", "È stato trovato un virus. Questo file è trattenuto.";
    DOWNLOAD_ORIGINAL = "Download original", "Original herunterladen", "Scarica l’originale";
    ACT_ASSIGNED = "assigned this to {0}", "hat dies {0} zugewiesen", "ha assegnato a {0}";
    ACT_UNASSIGNED = "unassigned this", "hat die Zuweisung aufgehoben", "ha rimosso l’assegnazione";
    ACT_CLOSED = "closed this", "hat dies geschlossen", "ha chiuso";
    ACT_SNOOZED = "snoozed this until {0}", "hat dies zurückgestellt bis {0}", "ha posticipato fino a {0}";
    ACT_ASLEEP = "snoozed this", "hat dies zurückgestellt", "ha posticipato";
    ACT_WOKEN = "brought this back", "hat dies wieder vorgelegt", "ha ripresentato la conversazione";
    ACT_SPAM = "moved this to spam", "hat dies in den Spam verschoben", "ha spostato nello spam";
    ACT_NOT_SPAM = "brought this back from spam", "hat dies aus dem Spam geholt", "ha tolto dallo spam";
    ACT_PRIORITY = "set the priority: {0}", "hat die Priorität gesetzt: {0}", "ha impostato la priorità: {0}";
    ACT_TAGGED = "added the tag {0}", "hat das Schlagwort {0} hinzugefügt", "ha aggiunto l’etichetta {0}";
    ACT_UNTAGGED = "removed the tag {0}", "hat das Schlagwort {0} entfernt", "ha tolto l’etichetta {0}";
    ACT_MERGED = "merged {0} into this", "hat {0} hiermit zusammengeführt", "ha unito {0} a questo";
    ACT_UNMERGED = "took {0} out of this again", "hat {0} wieder herausgelöst", "ha separato di nuovo {0}";
    ACT_SPLIT = "split this from {0}", "hat dies von {0} abgetrennt", "ha separato questo da {0}";
    ACT_BLOCKED = "blocked the customer", "hat den Kunden gesperrt", "ha bloccato il cliente";
    ACT_UNBLOCKED = "unblocked the customer", "hat die Sperre aufgehoben", "ha sbloccato il cliente";
    ACT_REOPENED = "reopened this", "hat dies wieder geöffnet", "ha riaperto";
    ACT_OPTED_OUT = "noted that the customer wants no more messages here", "hat vermerkt, dass hier keine Nachrichten mehr erwünscht sind", "ha annotato che il cliente qui non vuole altri messaggi";
    ACT_OPTED_IN = "noted that the customer may be written to again", "hat vermerkt, dass wieder geschrieben werden darf", "ha annotato che si può scrivere di nuovo al cliente";
    ACT_MOVED = "noted the customer’s new number: {0}", "hat die neue Nummer vermerkt: {0}", "ha annotato il nuovo numero: {0}";
    EDITED = "Edited", "Bearbeitet", "Modificato";
    UNSENT = "Taken back by the customer: text and files are erased", "Vom Kunden zurückgezogen: Text und Dateien sind gelöscht", "Ritirato dal cliente: testo e file sono cancellati";
    ANSWERS = "Answers “{0}”", "Antwort auf „{0}“", "Risponde a «{0}»";
    REACTIONS = "Reactions", "Reaktionen", "Reazioni";
    UNVERIFIED = "The sender’s address could not be verified: do not rely on it", "Die Adresse des Absenders ließ sich nicht bestätigen: Verlassen Sie sich nicht darauf", "Non è stato possibile verificare l’indirizzo del mittente: non farci affidamento";
    INVITATION = "Invitation", "Einladung", "Invito";
    INVITATION_ANSWER = "Answer to an invitation", "Antwort auf eine Einladung", "Risposta a un invito";
    APPOINTMENT_CANCELLED = "Appointment cancelled", "Termin abgesagt", "Appuntamento annullato";
    APPOINTMENT = "Appointment", "Termin", "Appuntamento";
    SHOW_QUOTE = "Show quoted text", "Zitierten Text anzeigen", "Mostra il testo citato";
    QUOTE_CUT = "Shortened here. The e-mail as sent holds all of it.", "Hier gekürzt. Die E-Mail, wie sie gesendet wurde, enthält alles.", "Qui è abbreviato. L’e-mail come è stata inviata contiene tutto.";
    SHOW_LETTER = "Show as sent", "Wie gesendet anzeigen", "Mostra come inviata";
    HIDE_LETTER = "Close the e-mail", "E-Mail schließen", "Chiudi l’e-mail";
    LETTER_PICTURES = "Load pictures from elsewhere", "Bilder von anderswo laden", "Carica le immagini da altrove";
    LETTER = "The e-mail as sent", "Die E-Mail, wie sie gesendet wurde", "L’e-mail come è stata inviata";
    SEND_AGAIN = "Send again", "Erneut senden", "Invia di nuovo";
    ACT_STARTED = "began this conversation", "hat diese Unterhaltung begonnen", "ha iniziato questa conversazione";
    START = "New conversation", "Neue Unterhaltung", "Nuova conversazione";
    START_BY = "By", "Über", "Con";
    START_TO = "To", "An", "A";
    START_TO_HINT = "An e-mail address, or a phone number with + and the country", "Eine E-Mail-Adresse oder eine Telefonnummer mit + und Landesvorwahl", "Un indirizzo e-mail o un numero con + e il prefisso del paese";
    START_NAME = "Name", "Name", "Nome";
    START_NAME_HINT = "Of somebody who has not written before", "Von jemandem, der noch nie geschrieben hat", "Di chi non ha mai scritto";
    START_SUBJECT = "Subject", "Betreff", "Oggetto";
    START_NEXT = "You write it on the next page, with files if you like.", "Sie schreiben auf der nächsten Seite, gern auch mit Dateien.", "Scrivi nella pagina successiva, anche con file.";
    START_DO = "Begin", "Beginnen", "Inizia";
    E_CANNOT_START = "On this channel the customer writes first.", "Auf diesem Kanal schreibt der Kunde zuerst.", "Su questo canale scrive prima il cliente.";
    E_SUBJECT = "An e-mail needs a subject.", "Eine E-Mail braucht einen Betreff.", "Un’e-mail ha bisogno di un oggetto.";
    E_PHONE = "A phone number begins with + and the country, like +1 415 555 0123.", "Eine Telefonnummer beginnt mit + und der Landesvorwahl, wie +49 30 1234567.", "Un numero di telefono inizia con + e il prefisso del paese, come +39 02 1234567.";
    E_START_MAIL = "This is no e-mail address.", "Das ist keine E-Mail-Adresse.", "Questo non è un indirizzo e-mail.";
    USE_TEMPLATE = "Use a template", "Vorlage verwenden", "Usa un modello";
    TEMPLATE_PLACE = "Words for {0}", "Text für {0}", "Testo per {0}";
    TEMPLATE_SEND = "Send the template", "Vorlage senden", "Invia il modello";
    TEMPLATE_NONE = "There is no approved template. They are made and approved at Meta.", "Es gibt keine genehmigte Vorlage. Sie werden bei Meta angelegt und genehmigt.", "Non ci sono modelli approvati. Si creano e si approvano presso Meta.";
    TEMPLATE_BACK = "Back to #{0}", "Zurück zu #{0}", "Torna a #{0}";
    TEMPLATE_REFRESH = "Look again", "Erneut nachsehen", "Ricontrolla";
    E_NO_WABA = "Templates are found by the WhatsApp Business Account’s ID, which this channel’s settings lack.", "Vorlagen werden über die ID des WhatsApp-Business-Kontos gefunden, die in den Einstellungen dieses Kanals fehlt.", "I modelli si trovano con l’ID dell’account WhatsApp Business, che manca nelle impostazioni di questo canale.";
    E_TEMPLATE_PLACES = "Fill in each of the template’s places, on one line each.", "Füllen Sie jede Stelle der Vorlage aus, jeweils in einer Zeile.", "Compila ogni spazio del modello, su una sola riga.";
    E_TEMPLATE_GONE = "This template is not there any more. Choose another one.", "Diese Vorlage gibt es nicht mehr. Wählen Sie eine andere.", "Questo modello non c’è più. Scegline un altro.";
    SEND_SMALLER = "Make it smaller and send again", "Verkleinern und erneut senden", "Rimpicciolisci e invia di nuovo";
    RECONNECT = "Connect the inbox again", "Posteingang neu verbinden", "Ricollega la casella";
    RECONNECT_ASK = "An owner or admin has to connect the inbox again.", "Ein Inhaber oder Admin muss den Posteingang neu verbinden.", "Un proprietario o un admin deve ricollegare la casella.";
    TAKE_BACK = "Undo", "Rückgängig", "Annulla";
    REPLY_TO_THIS = "Reply to this", "Darauf antworten", "Rispondi a questo";
    REPLYING_TO = "Replying to “{0}”", "Antwort auf „{0}“", "Risposta a «{0}»";
    FORWARD = "Forward", "Weiterleiten", "Inoltra";
    FORWARDING = "Forwarding “{0}”", "Weiterleitung von „{0}“", "Inoltro di «{0}»";
    FORWARD_TO = "To", "An", "A";
    FORWARDED_TO = "Forwarded to {0}", "Weitergeleitet an {0}", "Inoltrato a {0}";
    NOT_ABOUT = "Not about this message", "Nicht zu dieser Nachricht", "Non su questo messaggio";
    COPIES = "Cc and Bcc", "Cc und Bcc", "Cc e Ccn";
    CC = "Cc", "Cc", "Cc";
    BCC = "Bcc", "Bcc", "Ccn";
    CC_OF = "Cc: {0}", "Cc: {0}", "Cc: {0}";
    BCC_OF = "Bcc: {0}", "Bcc: {0}", "Ccn: {0}";
    SEND_AS_LINK = "Send as a link", "Als Link senden", "Invia come link";
    FETCH_AGAIN = "Fetch again", "Erneut abrufen", "Recupera di nuovo";
    DESK = "Desk", "Desk", "Desk";
    LOST = "Connection lost. Trying again…", "Verbindung verloren. Neuer Versuch …", "Connessione persa. Nuovo tentativo…";
    NEW_BUILD = "A new version is here.", "Eine neue Version ist da.", "È disponibile una nuova versione.";
    RELOAD = "Reload", "Neu laden", "Ricarica";
    LANGUAGE = "Language", "Sprache", "Lingua";
    LANGUAGE_BROWSER = "As the browser", "Wie der Browser", "Come il browser";
    SAVE = "Save", "Speichern", "Salva";
    SAVED = "Saved.", "Gespeichert.", "Salvato.";
    ACCOUNT = "Account", "Konto", "Account";
    FILES = "Files", "Dateien", "File";
    ORIGINALS_KEEP = "Keep originals", "Originale aufbewahren", "Conserva gli originali";
    ORIGINALS_WHY = "Where and with what a picture was taken is removed before anybody sees it. You can also keep the original as it came: agents can download it, customers cannot. Turning this off deletes the originals kept so far.", "Wo und womit ein Bild aufgenommen wurde, wird entfernt, bevor jemand es sieht. Sie können zusätzlich das Original aufbewahren, wie es ankam: Mitarbeitende können es herunterladen, Kunden nicht. Beim Ausschalten werden die bisher aufbewahrten Originale gelöscht.", "Dove e con cosa è stata scattata un’immagine viene rimosso prima che qualcuno la veda. Puoi conservare anche l’originale così com’è arrivato: gli operatori possono scaricarlo, i clienti no. Disattivando, gli originali conservati finora vengono eliminati.";
    E_SETTING_FIXED = "This is set in the configuration of the server.", "Das ist in der Konfiguration des Servers festgelegt.", "È stabilito nella configurazione del server.";
    INBOXES = "Inboxes", "Posteingänge", "Caselle";
    INBOXES_WHY = "The accounts through which customers reach you: e-mail, chat, SMS, Instagram, WhatsApp.", "Die Konten, über die Kunden Sie erreichen: E-Mail, Chat, SMS, Instagram, WhatsApp.", "Gli account con cui i clienti ti raggiungono: e-mail, chat, SMS, Instagram, WhatsApp.";
    INBOXES_OPEN = "Set up inboxes", "Posteingänge einrichten", "Configura le caselle";
    INBOX_ADD = "Add an inbox", "Posteingang hinzufügen", "Aggiungi una casella";
    INBOX_NAME = "Name, as agents see it", "Name, wie Mitarbeitende ihn sehen", "Nome, come lo vedono gli operatori";
    INBOX_NOT_CONNECTED = "Not connected", "Nicht verbunden", "Non collegata";
    TO_SETTINGS = "Back to the settings", "Zurück zu den Einstellungen", "Torna alle impostazioni";
    TO_INBOXES = "Back to the inboxes", "Zurück zu den Posteingängen", "Torna alle caselle";
    SECRET_KEPT = "Kept. Type to replace it.", "Hinterlegt. Zum Ersetzen neu eingeben.", "Salvato. Scrivi per sostituirlo.";
    SECRET_FORGET = "Remove it", "Entfernen", "Rimuovilo";
    WEBHOOK = "Webhook", "Webhook", "Webhook";
    WEBHOOK_WHY = "Tell the provider to post to this address. It is signed by the provider and checked here.", "Geben Sie diese Adresse beim Anbieter an. Er signiert, was er sendet, und wir prüfen es.", "Indica questo indirizzo al fornitore. Ciò che invia è firmato e viene verificato qui.";
    WEBHOOK_UNREACHABLE = "Providers reach a desk only at a public address that begins with https. Set public_url in the server’s configuration.", "Anbieter erreichen einen Desk nur unter einer öffentlichen Adresse, die mit https beginnt. Setzen Sie public_url in der Konfiguration des Servers.", "I fornitori raggiungono un desk solo a un indirizzo pubblico che inizia con https. Imposta public_url nella configurazione del server.";
    EMBED = "In your shop’s page", "Auf der Seite Ihres Shops", "Nella pagina del tuo negozio";
    EMBED_WHY = "This line brings the chat into a page.", "Diese Zeile bringt den Chat auf eine Seite.", "Questa riga porta la chat in una pagina.";
    TEST = "Test", "Test", "Prova";
    TEST_WHY = "Asks the provider whether it knows this account. Nothing is sent to anybody.", "Fragt den Anbieter, ob er dieses Konto kennt. Niemandem wird etwas gesendet.", "Chiede al fornitore se conosce questo account. Non viene inviato nulla a nessuno.";
    TEST_DO = "Test the connection", "Verbindung testen", "Prova la connessione";
    TEST_WORKS = "It works: {0}", "Es funktioniert: {0}", "Funziona: {0}";
    TEST_RECONNECT = "The provider does not accept these credentials. Enter them anew.", "Der Anbieter nimmt diese Zugangsdaten nicht an. Geben Sie sie neu ein.", "Il fornitore non accetta queste credenziali. Inseriscile di nuovo.";
    TEST_INCOMPLETE = "Something is still missing: fill in the account’s number, its sender and its secrets.", "Es fehlt noch etwas: Tragen Sie Kontonummer, Absender und Geheimnisse ein.", "Manca ancora qualcosa: inserisci il numero dell’account, il mittente e i segreti.";
    TEST_UNREACHABLE = "The provider does not answer at the moment. Try again in a while.", "Der Anbieter antwortet gerade nicht. Versuchen Sie es später noch einmal.", "Il fornitore al momento non risponde. Riprova tra poco.";
    E_INBOX_NAME = "Give the inbox a name.", "Geben Sie dem Posteingang einen Namen.", "Dai un nome alla casella.";
    TEST_OF_SMTP = "Sending (SMTP): {0}", "Senden (SMTP): {0}", "Invio (SMTP): {0}";
    TEST_OF_IMAP = "Receiving (IMAP): {0}", "Empfangen (IMAP): {0}", "Ricezione (IMAP): {0}";
    MAIL_MISSING = "No mail server is entered.", "Es ist kein Mailserver eingetragen.", "Nessun server di posta inserito.";
    MAIL_HOST = "There is no server of that name.", "Einen Server dieses Namens gibt es nicht.", "Non esiste un server con questo nome.";
    MAIL_PRIVATE = "The server is in a private network. Whoever runs this desk can allow that: mail_networks in its configuration.", "Der Server steht in einem privaten Netz. Wer diesen Desk betreibt, kann das erlauben: mail_networks in der Konfiguration.", "Il server è in una rete privata. Chi gestisce questo desk può consentirlo: mail_networks nella configurazione.";
    MAIL_DOWN = "The server does not answer. Are name and port the right ones?", "Der Server antwortet nicht. Stimmen Name und Port?", "Il server non risponde. Nome e porta sono giusti?";
    MAIL_STARTTLS = "The server does not offer STARTTLS. Nothing was sent to it in the open.", "Der Server bietet kein STARTTLS an. Es wurde nichts unverschlüsselt gesendet.", "Il server non offre STARTTLS. Non è stato inviato nulla in chiaro.";
    MAIL_EXPIRED = "The server’s certificate has expired.", "Das Zertifikat des Servers ist abgelaufen.", "Il certificato del server è scaduto.";
    MAIL_OTHER_NAME = "The server’s certificate is for another name.", "Das Zertifikat des Servers gilt für einen anderen Namen.", "Il certificato del server è per un altro nome.";
    MAIL_ISSUER = "Nobody we know vouches for the server’s certificate.", "Für das Zertifikat des Servers bürgt niemand, den wir kennen.", "Nessuno che conosciamo garantisce il certificato del server.";
    MAIL_TLS = "No private line can be made to the server. Is the port the right one?", "Zum Server kommt keine verschlüsselte Verbindung zustande. Stimmt der Port?", "Non si riesce a stabilire una connessione cifrata col server. La porta è giusta?";
    MAIL_LOGIN = "The server does not accept this user name and password.", "Der Server nimmt Benutzernamen und Passwort nicht an.", "Il server non accetta nome utente e password.";
    MAIL_METHOD = "The server offers no way to sign in that we know.", "Der Server bietet keine Anmeldung an, die wir kennen.", "Il server non offre un metodo di accesso che conosciamo.";
    MAIL_INBOX = "The server has no INBOX for this user.", "Der Server hat keine INBOX für diesen Benutzer.", "Il server non ha una INBOX per questo utente.";
    MAIL_REFUSED = "The server turns us away.", "Der Server weist uns ab.", "Il server ci respinge.";
    E_ENTRY_PORT = "A port is a number from 1 to 65535.", "Ein Port ist eine Zahl von 1 bis 65535.", "Una porta è un numero da 1 a 65535.";
    E_MAIL_ADDRESS = "The inbox needs an e-mail address, like help@example.com.", "Der Posteingang braucht eine E-Mail-Adresse wie hilfe@example.com.", "La casella ha bisogno di un indirizzo e-mail, come aiuto@example.com.";
    E_MAIL_SEPARATOR = "The sign before the signed part is one of + - _ =.", "Das Zeichen vor dem signierten Teil ist eines von + - _ =.", "Il segno prima della parte firmata è uno tra + - _ =.";
    E_DKIM_DOMAIN = "The domain that signs (DKIM) is a name like example.com.", "Die Domain, die signiert (DKIM), ist ein Name wie example.com.", "Il dominio che firma (DKIM) è un nome come example.com.";
    E_DKIM_SELECTOR = "The name of the DKIM key (selector) has letters, digits, hyphens and dots.", "Der Name des DKIM-Schlüssels (Selektor) besteht aus Buchstaben, Ziffern, Bindestrichen und Punkten.", "Il nome della chiave DKIM (selettore) è fatto di lettere, cifre, trattini e punti.";
    E_DKIM_KEY = "This is no private key that can sign (DKIM). Wanted is one in PEM, RSA of 2048 to 4096 bits or Ed25519.", "Das ist kein privater Schlüssel, der signieren kann (DKIM). Gebraucht wird einer in PEM, RSA mit 2048 bis 4096 Bit oder Ed25519.", "Questa non è una chiave privata che possa firmare (DKIM). Ne serve una in PEM, RSA da 2048 a 4096 bit o Ed25519.";
    E_DKIM_SHORT = "The DKIM key is too short to be believed. An RSA key has 2048 bits or more.", "Dem DKIM-Schlüssel glaubt niemand, er ist zu kurz. Ein RSA-Schlüssel hat mindestens 2048 Bit.", "La chiave DKIM è troppo corta per essere creduta. Una chiave RSA ha almeno 2048 bit.";
    E_DKIM_PUBLIC = "This is the public half of the DKIM key. Enter the private one; its public half is then shown here.", "Das ist die öffentliche Hälfte des DKIM-Schlüssels. Geben Sie die private ein; ihre öffentliche Hälfte wird dann hier angezeigt.", "Questa è la metà pubblica della chiave DKIM. Inserisci quella privata; la sua metà pubblica viene poi mostrata qui.";
    E_DKIM_LOCKED = "The DKIM key is locked with a password. Enter one without: openssl pkey -in key.pem -out open.pem", "Der DKIM-Schlüssel ist mit einem Passwort verschlossen. Geben Sie einen ohne ein: openssl pkey -in key.pem -out open.pem", "La chiave DKIM è chiusa con una password. Inseriscine una senza: openssl pkey -in key.pem -out open.pem";
    E_ENTRY_LONG = "An entry is too long.", "Ein Eintrag ist zu lang.", "Un valore è troppo lungo.";
    E_ENTRY_UNKNOWN = "There is no such choice.", "Diese Auswahl gibt es nicht.", "Questa scelta non esiste.";
    ENTRY_OTHER = "Entry", "Eintrag", "Valore";
    ENTRY_GREETING = "First words in the chat", "Erste Worte im Chat", "Prime parole nella chat";
    ENTRY_ACCOUNT_SID = "Account SID", "Account-SID", "Account SID";
    ENTRY_AUTH_TOKEN = "Auth token", "Auth-Token", "Auth token";
    ENTRY_OTHER_AUTH_TOKEN = "Second auth token", "Zweites Auth-Token", "Secondo auth token";
    HINT_OTHER_AUTH_TOKEN = "While the token is being changed, webhooks signed with either count.", "Während das Token gewechselt wird, gelten Webhooks mit beiden.", "Durante il cambio del token valgono i webhook firmati con entrambi.";
    ENTRY_FROM = "Sender’s number", "Absendernummer", "Numero del mittente";
    HINT_FROM = "With country code. Not needed with a messaging service.", "Mit Ländervorwahl. Bei einem Messaging-Service nicht nötig.", "Con prefisso internazionale. Non serve con un messaging service.";
    ENTRY_MESSAGING_SERVICE = "Messaging service SID", "Messaging-Service-SID", "Messaging service SID";
    ENTRY_SENDER = "Kind of number", "Art der Nummer", "Tipo di numero";
    HINT_SENDER = "It decides how many bytes of pictures a message takes.", "Davon hängt ab, wie viele Bytes an Bildern eine Nachricht fasst.", "Decide quanti byte di immagini entrano in un messaggio.";
    ENTRY_API_KEY = "API key SID", "API-Schlüssel-SID", "SID della chiave API";
    HINT_API_KEY = "Optional: calls are then made with it, webhooks are still checked with the auth token.", "Optional: Aufrufe erfolgen dann damit, Webhooks werden weiter mit dem Auth-Token geprüft.", "Facoltativo: le chiamate la usano, i webhook si verificano comunque con l’auth token.";
    ENTRY_API_SECRET = "API key secret", "Geheimnis des API-Schlüssels", "Segreto della chiave API";
    ENTRY_WABA_ID = "WhatsApp Business Account ID", "WhatsApp-Business-Konto-ID", "ID dell’account WhatsApp Business";
    HINT_WABA_ID = "Templates are found by it.", "Damit werden Vorlagen gefunden.", "Serve per trovare i modelli.";
    ENTRY_PHONE_NUMBER_ID = "Phone number ID", "Telefonnummer-ID", "ID del numero di telefono";
    ENTRY_TOKEN = "Access token", "Zugriffstoken", "Token di accesso";
    ENTRY_APP_SECRETS = "App secret", "App-Geheimnis", "Segreto dell’app";
    HINT_APP_SECRETS = "Webhooks are signed with it. Several, while it is being changed, with a space between.", "Damit sind Webhooks signiert. Mehrere, während es gewechselt wird, mit Leerzeichen dazwischen.", "Firma i webhook. Più di uno, durante il cambio, separati da uno spazio.";
    ENTRY_VERIFY_TOKEN = "Verify token", "Verifizierungstoken", "Token di verifica";
    HINT_VERIFY_TOKEN = "A word of your own; enter the same at Meta beside the webhook’s address.", "Ein eigenes Wort; tragen Sie bei Meta dasselbe neben der Webhook-Adresse ein.", "Una parola tua; inserisci la stessa su Meta accanto all’indirizzo del webhook.";
    ENTRY_LOGIN = "Connected by", "Verbunden über", "Collegato con";
    ENTRY_ACCOUNT_ID = "Account or page ID", "Konto- oder Seiten-ID", "ID dell’account o della pagina";
    HINT_ACCOUNT_ID = "Empty: the token’s own account.", "Leer: das Konto des Tokens.", "Vuoto: l’account del token.";
    ENTRY_HUMAN_AGENT = "Answer up to seven days after the customer’s last words (HUMAN_AGENT)", "Bis zu sieben Tage nach den letzten Worten des Kunden antworten (HUMAN_AGENT)", "Rispondi fino a sette giorni dopo le ultime parole del cliente (HUMAN_AGENT)";
    HINT_HUMAN_AGENT = "Meta has to allow it for your app.", "Meta muss es für Ihre App erlauben.", "Meta deve consentirlo per la tua app.";
    ENTRY_MESSAGING_TYPE = "Send messaging_type with the tag", "messaging_type mit dem Tag senden", "Invia messaging_type con il tag";
    ENTRY_MEDIA = "Customers’ files", "Dateien der Kunden", "File dei clienti";
    HINT_MEDIA = "Meta has turned apps down that kept them.", "Meta hat Apps abgelehnt, die sie aufbewahrten.", "Meta ha respinto app che li conservavano.";
    ENTRY_ADDRESS = "E-mail address", "E-Mail-Adresse", "Indirizzo e-mail";
    ENTRY_SENDER_NAME = "Sender’s name", "Absendername", "Nome del mittente";
    ENTRY_SMTP_HOST = "Sending: server (SMTP)", "Senden: Server (SMTP)", "Invio: server (SMTP)";
    ENTRY_SMTP_PORT = "Sending: port", "Senden: Port", "Invio: porta";
    ENTRY_SMTP_TLS = "Sending: encryption", "Senden: Verschlüsselung", "Invio: cifratura";
    ENTRY_SMTP_USER = "Sending: user name", "Senden: Benutzername", "Invio: nome utente";
    ENTRY_SMTP_PASSWORD = "Sending: password", "Senden: Passwort", "Invio: password";
    ENTRY_IMAP_HOST = "Receiving: server (IMAP)", "Empfangen: Server (IMAP)", "Ricezione: server (IMAP)";
    HINT_IMAP = "Letters that come from now on are fetched. What lies there already stays there; nothing is marked or moved.", "Abgeholt wird, was ab jetzt kommt. Was schon da liegt, bleibt liegen; nichts wird markiert oder verschoben.", "Si prende la posta che arriva da ora in poi. Quella che c’è già resta lì; nulla viene segnato o spostato.";
    ENTRY_IMAP_PORT = "Receiving: port", "Empfangen: Port", "Ricezione: porta";
    HINT_PORT = "Empty: the usual one.", "Leer: der übliche.", "Vuoto: quella abituale.";
    ENTRY_IMAP_TLS = "Receiving: encryption", "Empfangen: Verschlüsselung", "Ricezione: cifratura";
    ENTRY_IMAP_USER = "Receiving: user name", "Empfangen: Benutzername", "Ricezione: nome utente";
    ENTRY_IMAP_PASSWORD = "Receiving: password", "Empfangen: Passwort", "Ricezione: password";
    HINT_AS_SMTP = "Empty: the same as for sending.", "Leer: wie beim Senden.", "Vuoto: come per l’invio.";
    ENTRY_SEPARATOR = "Sign before the signed part of our address", "Zeichen vor dem signierten Teil unserer Adresse", "Segno prima della parte firmata del nostro indirizzo";
    HINT_SEPARATOR = "Answers go to help+…@example.com. Another sign where your server splits addresses at another.", "Antworten gehen an hilfe+…@example.com. Ein anderes Zeichen, wenn Ihr Server Adressen an einem anderen teilt.", "Le risposte vanno a aiuto+…@example.com. Un altro segno se il tuo server divide gli indirizzi a un altro.";
    ENTRY_AUTHORITY = "Name of your own mail server in Authentication-Results", "Name Ihres Mailservers in Authentication-Results", "Nome del tuo server di posta in Authentication-Results";
    HINT_AUTHORITY = "Its word on whether a sender is real then counts.", "Dann zählt sein Wort darüber, ob ein Absender echt ist.", "La sua parola sull’autenticità di un mittente allora conta.";
    ENTRY_DKIM_DOMAIN = "Signing (DKIM): domain", "Signieren (DKIM): Domain", "Firma (DKIM): dominio";
    HINT_DKIM_DOMAIN = "Empty: the domain of the address above.", "Leer: die Domain der Adresse oben.", "Vuoto: il dominio dell’indirizzo qui sopra.";
    ENTRY_DKIM_SELECTOR = "Signing (DKIM): name of the key (selector)", "Signieren (DKIM): Name des Schlüssels (Selektor)", "Firma (DKIM): nome della chiave (selettore)";
    ENTRY_DKIM_KEY = "Signing (DKIM): private key", "Signieren (DKIM): privater Schlüssel", "Firma (DKIM): chiave privata";
    HINT_DKIM_KEY = "Only when your mail server does not sign by itself. What to publish is shown here once it is saved.", "Nur wenn Ihr Mailserver nicht selbst signiert. Was zu veröffentlichen ist, steht nach dem Speichern hier.", "Solo se il tuo server di posta non firma da sé. Che cosa pubblicare compare qui dopo il salvataggio.";
    PUBLISHED = "To be published in the DNS", "Im DNS zu veröffentlichen", "Da pubblicare nel DNS";
    PUBLISHED_WHY = "By this TXT record others know that our e-mails are ours. A new key under the same name replaces the old one everywhere.", "An diesem TXT-Eintrag erkennen andere, dass unsere E-Mails von uns sind. Ein neuer Schlüssel unter demselben Namen ersetzt den alten überall.", "Da questo record TXT gli altri sanno che le nostre e-mail sono nostre. Una nuova chiave con lo stesso nome sostituisce ovunque la vecchia.";
    ENTRY_MAIL_SECRET = "Secret of who posts letters to us", "Geheimnis dessen, der uns E-Mails übergibt", "Segreto di chi ci consegna le e-mail";
    HINT_MAIL_SECRET = "Only when your mail server posts them to /mail/…", "Nur wenn Ihr Mailserver sie an /mail/… übergibt.", "Solo se il tuo server le consegna a /mail/…";
    CHOICE_TLS = "TLS", "TLS", "TLS";
    CHOICE_STARTTLS = "STARTTLS", "STARTTLS", "STARTTLS";
    CHOICE_OPEN = "None (server on the same machine)", "Keine (Server auf derselben Maschine)", "Nessuna (server sulla stessa macchina)";
    CHOICE_TOLL_FREE = "Toll-free number (600 KB)", "Gebührenfreie Nummer (600 KB)", "Numero verde (600 KB)";
    CHOICE_LONG_CODE = "Local number (1 MB)", "Ortsnummer (1 MB)", "Numero locale (1 MB)";
    CHOICE_SHORT_CODE = "Short code (600 KB)", "Kurzwahl (600 KB)", "Numero breve (600 KB)";
    CHOICE_INSTAGRAM = "Instagram login", "Instagram-Login", "Accesso Instagram";
    CHOICE_FACEBOOK = "Facebook login", "Facebook-Login", "Accesso Facebook";
    CHOICE_STORE = "Keep them here", "Hier aufbewahren", "Conservali qui";
    CHOICE_PROXY = "Fetch them each time somebody looks", "Jedes Mal holen, wenn jemand hinsieht", "Recuperali ogni volta che qualcuno li guarda";
    CHOICE_LINK = "Only link to them", "Nur darauf verweisen", "Mostra solo il link";
    GREETING = "Hello! How can we help? Photos are welcome.", "Hallo! Wie können wir helfen? Fotos sind willkommen.", "Ciao! Come possiamo aiutarti? Le foto sono benvenute.";
    ANSWERS_HERE = "We answer here", "Wir antworten hier", "Rispondiamo qui";
    NEEDS_SCRIPT = "This chat needs JavaScript. Please write to the shop another way.", "Dieser Chat braucht JavaScript. Bitte schreiben Sie dem Shop auf anderem Weg.", "Questa chat richiede JavaScript. Scrivi al negozio in altro modo.";
    FILE_EMPTY = "This file is empty.", "Diese Datei ist leer.", "Questo file è vuoto.";
    FILE_KIND = "This channel does not carry files of this kind.", "Dieser Kanal überträgt solche Dateien nicht.", "Questo canale non trasporta file di questo tipo.";
    FILE_TOO_LARGE = "This file is larger than the {0} that this channel takes.", "Diese Datei ist größer als die {0}, die dieser Kanal annimmt.", "Questo file supera i {0} accettati da questo canale.";
    FILE_TOO_MANY = "This channel takes {0} files in a message.", "Dieser Kanal nimmt {0} Dateien je Nachricht an.", "Questo canale accetta {0} file per messaggio.";
    ALSO_LOOKING = "Also here: {0}", "Auch hier: {0}", "Qui c’è anche: {0}";
    ALSO_WRITING = "Writing an answer: {0}", "Schreibt eine Antwort: {0}", "Sta scrivendo una risposta: {0}";
    FILE_TOGETHER = "Together the files are larger than the {0} that this channel takes in a message.", "Zusammen sind die Dateien größer als die {0}, die dieser Kanal je Nachricht annimmt.", "Insieme i file superano i {0} che questo canale accetta per messaggio.";
    FILES_TOO_LARGE = "The files are larger than this channel takes. Remove one, or send it as a link.", "Die Dateien sind größer, als dieser Kanal annimmt. Entfernen Sie eine, oder senden Sie sie als Link.", "I file superano ciò che questo canale accetta. Rimuovine uno, o invialo come link.";
    E_NOT_A_PICTURE = "This file is not a picture, although its name says so.", "Diese Datei ist kein Bild, auch wenn ihr Name das sagt.", "Questo file non è un’immagine, anche se il nome lo dice.";
    E_UNREADABLE = "This picture is damaged and cannot be read.", "Dieses Bild ist beschädigt und nicht lesbar.", "Questa immagine è danneggiata e non leggibile.";
    E_TOO_MANY_PIXELS = "This picture has too many pixels to be worked on.", "Dieses Bild hat zu viele Pixel, um bearbeitet zu werden.", "Questa immagine ha troppi pixel per essere elaborata.";
    E_ANIMATED = "This animation is too large for the channel.", "Diese Animation ist zu groß für den Kanal.", "Questa animazione è troppo grande per il canale.";
    E_CANNOT_FIT = "This picture cannot be made small enough for the channel.", "Dieses Bild lässt sich nicht klein genug für den Kanal machen.", "Questa immagine non può essere ridotta abbastanza per il canale.";
    E_UNSUPPORTED = "This browser cannot read this kind of picture.", "Dieser Browser kann diese Art Bild nicht lesen.", "Questo browser non può leggere questo tipo di immagine.";
    E_NO_MEMORY = "This browser has too little memory for this picture. Close other tabs and try again.", "Dieser Browser hat zu wenig Speicher für dieses Bild. Schließen Sie andere Tabs und versuchen Sie es erneut.", "Questo browser ha troppo poca memoria per questa immagine. Chiudi altre schede e riprova.";
    E_CRASHED = "This picture could not be prepared. The others are not affected.", "Dieses Bild konnte nicht vorbereitet werden. Die anderen sind nicht betroffen.", "Non è stato possibile preparare questa immagine. Le altre non sono coinvolte.";
    E_FILE_GONE = "This file cannot be read any more. Pick it again.", "Diese Datei ist nicht mehr lesbar. Wählen Sie sie erneut aus.", "Questo file non è più leggibile. Sceglilo di nuovo.";
    E_OFFLINE = "The desk cannot be reached. Nothing is lost: try again.", "Der Desk ist nicht erreichbar. Nichts geht verloren: versuchen Sie es erneut.", "Il desk non è raggiungibile. Nulla è perso: riprova.";
    E_NOT_SIGNED_IN = "You are not signed in.", "Sie sind nicht angemeldet.", "Non hai effettuato l’accesso.";
    E_NOT_ALLOWED = "You are not allowed to do this.", "Das dürfen Sie nicht.", "Non sei autorizzato.";
    E_ANSWERED = "A colleague has answered meanwhile. Your answer has not gone: send it again if it is still needed.", "Inzwischen hat jemand aus dem Team geantwortet. Ihre Antwort ist nicht gesendet: Senden Sie sie noch einmal, wenn sie noch nötig ist.", "Nel frattempo ha risposto un collega. La sua risposta non è partita: la invii di nuovo se serve ancora.";
    E_NOT_FOUND = "It is not there any more.", "Das gibt es nicht mehr.", "Non esiste più.";
    E_CONFLICT = "Somebody changed this meanwhile. Look again and repeat it if it is still right.", "Das wurde inzwischen von jemandem geändert. Sehen Sie nach und wiederholen Sie es, wenn es noch passt.", "Nel frattempo qualcuno l’ha modificato. Ricontrolla e ripeti se è ancora giusto.";
    E_TOO_MANY = "Too many tries. Wait a moment.", "Zu viele Versuche. Warten Sie einen Moment.", "Troppi tentativi. Attendi un momento.";
    E_WRONG_PASSWORD = "E-mail or password is wrong.", "E-Mail oder Passwort ist falsch.", "E-mail o password errati.";
    E_EMPTY_MESSAGE = "Write something or attach a file.", "Schreiben Sie etwas oder hängen Sie eine Datei an.", "Scrivi qualcosa o allega un file.";
    E_TEXT_TOO_LONG = "This text is too long for the channel.", "Dieser Text ist zu lang für den Kanal.", "Questo testo è troppo lungo per il canale.";
    E_WRONG_TOKEN = "This token is not the one that the console printed.", "Dieses Token ist nicht das aus der Konsole.", "Questo token non è quello mostrato nella console.";
    E_SHORT_PASSWORD = "The password needs at least 8 characters.", "Das Passwort braucht mindestens 8 Zeichen.", "La password deve avere almeno 8 caratteri.";
    E_SET_UP_DONE = "This desk has an owner already. Sign in.", "Dieser Desk hat schon einen Inhaber. Melden Sie sich an.", "Questo desk ha già un proprietario. Accedi.";
    E_EMAIL_INVALID = "This is not an e-mail address.", "Das ist keine E-Mail-Adresse.", "Questo non è un indirizzo e-mail.";
    E_NAME_EMPTY = "Please tell your name.", "Bitte nennen Sie Ihren Namen.", "Indica il tuo nome.";
    E_HASH_MISMATCH = "The file did not arrive as it was sent. Try again.", "Die Datei kam nicht so an, wie sie gesendet wurde. Versuchen Sie es erneut.", "Il file non è arrivato come è stato inviato. Riprova.";
    E_DISK_FULL = "The desk has no room left for files. Tell whoever runs it.", "Der Desk hat keinen Platz mehr für Dateien. Sagen Sie es dem Betreiber.", "Il desk non ha più spazio per i file. Avvisa chi lo gestisce.";
    E_UPLOAD_GONE = "A file is not on the desk any more. Attach it again.", "Eine Datei ist nicht mehr am Desk. Hängen Sie sie erneut an.", "Un file non è più sul desk. Allegalo di nuovo.";
    E_NOT_CONNECTED = "This channel is not connected on this desk yet.", "Dieser Kanal ist an diesem Desk noch nicht angeschlossen.", "Questo canale non è ancora collegato a questo desk.";
    E_TOO_LATE = "It is on its way already and cannot be taken back any more.", "Sie ist schon unterwegs und kann nicht mehr zurückgenommen werden.", "È già in viaggio e non si può più annullare.";
    E_FORWARD_TO = "Say to whom the message is to be forwarded.", "Geben Sie an, an wen die Nachricht weitergeleitet werden soll.", "Indica a chi inoltrare il messaggio.";
    E_ADDRESSES = "One of the addresses is no e-mail address. Check who gets this.", "Eine der Adressen ist keine E-Mail-Adresse. Prüfen Sie, wer dies bekommt.", "Uno degli indirizzi non è un’e-mail. Controlla a chi va il messaggio.";
    E_MESSAGE_GONE = "The message that this one is about is not here any more.", "Die Nachricht, auf die sich diese bezieht, ist nicht mehr da.", "Il messaggio a cui questo si riferisce non c’è più.";
    E_MANY_PEOPLE = "These are too many people for one letter.", "Das sind zu viele Empfänger für einen Brief.", "Sono troppe persone per una sola lettera.";
    E_NOTHING_FAILED = "Nothing of this message has to be sent again.", "Von dieser Nachricht muss nichts erneut gesendet werden.", "Di questo messaggio non c’è nulla da inviare di nuovo.";
    P_RECONNECT = "The provider does not accept this inbox’s account. Reconnect the inbox; what waits then goes by itself.", "Der Anbieter nimmt das Konto dieses Posteingangs nicht an. Verbinden Sie ihn neu; was wartet, geht dann von selbst.", "Il fornitore non accetta l’account di questa casella. Ricollegala; ciò che attende parte poi da solo.";
    P_PROVIDER_DOWN = "The provider does not answer as it should. What waits is tried again in some minutes.", "Der Anbieter antwortet nicht, wie er soll. Was wartet, wird in einigen Minuten erneut versucht.", "Il fornitore non risponde come dovrebbe. Ciò che attende viene ritentato tra qualche minuto.";
    P_SETTINGS = "Something about the account does not fit. See its settings, here and at the provider.", "Am Konto stimmt etwas nicht. Prüfen Sie die Einstellungen hier und beim Anbieter.", "Qualcosa nell’account non va. Controlla le impostazioni qui e presso il fornitore.";
    P_ADDRESS = "It cannot be delivered to this address. Check it, or use another channel.", "An diese Adresse kann nicht zugestellt werden. Prüfen Sie sie oder nehmen Sie einen anderen Kanal.", "Non si può consegnare a questo indirizzo. Controllalo o usa un altro canale.";
    P_LATER = "The customer cannot be reached at the moment. Send it again later.", "Der Kunde ist zurzeit nicht erreichbar. Senden Sie es später erneut.", "Al momento il cliente non è raggiungibile. Invia di nuovo più tardi.";
    P_OPTED_OUT = "This customer has asked for no more messages here. They can write START to allow them again.", "Dieser Kunde wünscht hier keine Nachrichten mehr. Mit START erlaubt er sie wieder.", "Questo cliente qui non vuole altri messaggi. Scrivendo START li consente di nuovo.";
    P_BLOCKED = "This customer cannot be written to on this channel. Use another one.", "Diesem Kunden kann auf diesem Kanal nicht geschrieben werden. Nehmen Sie einen anderen.", "Su questo canale non si può scrivere a questo cliente. Usane un altro.";
    P_FILTERED = "A spam filter stopped it. Use other words, or fewer links.", "Ein Spamfilter hat es aufgehalten. Nehmen Sie andere Worte oder weniger Links.", "Un filtro antispam l’ha fermato. Usa altre parole o meno link.";
    P_MEDIA = "The provider could not get or read a file. Send it again, or as a link.", "Der Anbieter konnte eine Datei nicht abrufen oder lesen. Senden Sie sie erneut oder als Link.", "Il fornitore non ha potuto recuperare o leggere un file. Invialo di nuovo o come link.";
    P_WINDOW = "The customer wrote too long ago for a free answer. Use a template, or wait until they write.", "Für eine freie Antwort hat der Kunde zu lange nicht geschrieben. Nehmen Sie eine Vorlage oder warten Sie, bis er schreibt.", "Il cliente ha scritto troppo tempo fa per una risposta libera. Usa un modello o attendi che scriva.";
    P_TEMPLATE = "The provider does not take this template. Choose another one.", "Der Anbieter nimmt diese Vorlage nicht an. Wählen Sie eine andere.", "Il fornitore non accetta questo modello. Scegline un altro.";
    P_LIMIT = "A quota of the account is used up. Wait, then send it again.", "Ein Kontingent des Kontos ist aufgebraucht. Warten Sie und senden Sie erneut.", "Una quota dell’account è esaurita. Attendi, poi invia di nuovo.";
    P_GONE = "The provider does not have this file any more. Ask the customer to send it again.", "Der Anbieter hat diese Datei nicht mehr. Bitten Sie den Kunden, sie erneut zu senden.", "Il fornitore non ha più questo file. Chiedi al cliente di inviarlo di nuovo.";
    P_DAMAGED = "What came is not the file that was sent. Ask the customer to send it again.", "Was ankam, ist nicht die gesendete Datei. Bitten Sie den Kunden, sie erneut zu senden.", "Ciò che è arrivato non è il file inviato. Chiedi al cliente di inviarlo di nuovo.";
    P_FOREIGN = "This file lies on a host that is not the provider’s. It was not fetched.", "Diese Datei liegt nicht beim Anbieter. Sie wurde nicht abgerufen.", "Questo file non si trova presso il fornitore. Non è stato recuperato.";
    P_TOO_MANY = "There are too many files in it. Send some of them in another message.", "Es sind zu viele Dateien. Senden Sie einige davon in einer weiteren Nachricht.", "Ci sono troppi file. Invia alcuni di essi in un altro messaggio.";
    P_MAYBE = "Nobody can tell whether this arrived: the provider never said. Ask the customer before you send it again.", "Ob dies ankam, weiß niemand: Der Anbieter hat es nie gesagt. Fragen Sie den Kunden, bevor Sie es erneut senden.", "Nessuno sa se è arrivato: il fornitore non l’ha mai detto. Chiedi al cliente prima di inviarlo di nuovo.";
    P_GAVE_UP = "It was tried for days without success.", "Es wurde tagelang ohne Erfolg versucht.", "Si è tentato per giorni senza successo.";
    E_INTERNAL = "Something went wrong on the desk. Nothing is lost: try again.", "Am Desk ist etwas schiefgegangen. Nichts geht verloren: versuchen Sie es erneut.", "Qualcosa è andato storto sul desk. Nulla è perso: riprova.";
    EMAIL_CHANNEL = "E-mail", "E-Mail", "E-mail";
    WEBCHAT_CHANNEL = "Web chat", "Webchat", "Chat web";
}

/// Brand and protocol names are the same everywhere.
const SMS: Text = Text("SMS", "SMS", "SMS");
const INSTAGRAM: Text = Text("Instagram", "Instagram", "Instagram");
const WHATSAPP: Text = Text("WhatsApp", "WhatsApp", "WhatsApp");

/// A channel's name.
pub(crate) const fn channel(channel: Channel) -> Text {
    match channel {
        Channel::Email => EMAIL_CHANNEL,
        Channel::Webchat => WEBCHAT_CHANNEL,
        Channel::Sms => SMS,
        Channel::Instagram => INSTAGRAM,
        Channel::Whatsapp => WHATSAPP,
    }
}

/// A status' name.
pub(crate) const fn status(status: Status) -> Text {
    match status {
        Status::Open => OPEN,
        Status::Snoozed => SNOOZED,
        Status::Closed => CLOSED,
        Status::Spam => SPAM,
    }
}

/// A priority's name.
pub(crate) const fn priority(priority: Priority) -> Text {
    match priority {
        Priority::Low => PRIORITY_LOW,
        Priority::Normal => PRIORITY_NORMAL,
        Priority::High => PRIORITY_HIGH,
        Priority::Urgent => PRIORITY_URGENT,
    }
}

/// A time for which a ticket is snoozed, by the form's word.
pub(crate) fn later(name: &str) -> Text {
    match name {
        "today" => LATER_TODAY,
        "tomorrow" => LATER_TOMORROW,
        _ => LATER_WEEK,
    }
}

/// What can go wrong where tickets are changed.
pub(crate) fn change_error(code: &str) -> Option<Text> {
    Some(match code {
        "snooze_past" => E_SNOOZE_PAST,
        "tag_name" => E_TAG_NAME,
        "too_many_picked" => E_TOO_MANY_PICKED,
        "not_found" => E_UNDO_GONE,
        "merge_self" => E_MERGE_SELF,
        "merge_contact" | "merge_inbox" | "merge_webchat" => E_MERGE_OTHER,
        "split_all" | "split_webchat" => E_SPLIT,
        "view_name" => E_VIEW_NAME,
        "view_many" => E_VIEW_MANY,
        _ => return None,
    })
}

/// The words for an error's code that a customer may meet.
pub(crate) fn error(code: &str) -> Option<Text> {
    Some(match code {
        "offline" | "unavailable" => E_OFFLINE,
        "not_signed_in" => E_NOT_SIGNED_IN,
        "not_allowed" => E_NOT_ALLOWED,
        "answered" => E_ANSWERED,
        "not_found" => E_NOT_FOUND,
        "too_many" => E_TOO_MANY,
        "text_empty" => E_EMPTY_MESSAGE,
        "text_long" => E_TEXT_TOO_LONG,
        "upload_gone" => E_UPLOAD_GONE,
        "internal" => E_INTERNAL,
        _ => return None,
    })
}

/// The words for what can go wrong before the desk says anything: all else it words itself.
pub(crate) fn page_error(code: &str) -> Option<Text> {
    (code == "offline").then_some(E_OFFLINE)
}

/// The words for an error's code that an agent may meet.
pub(crate) fn desk_error(code: &str) -> Option<Text> {
    Some(match code {
        "conflict" => E_CONFLICT,
        "not_connected" => E_NOT_CONNECTED,
        "kind" => FILE_KIND,
        "together" | "too_large" => FILES_TOO_LARGE,
        "picture_unfit" => E_CANNOT_FIT,
        "infected" => FILE_INFECTED,
        "opted_out" => P_OPTED_OUT,
        "nothing_failed" => E_NOTHING_FAILED,
        "too_late" => E_TOO_LATE,
        "no_waba" => E_NO_WABA,
        "template_places" => E_TEMPLATE_PLACES,
        "template_gone" => E_TEMPLATE_GONE,
        "provider_down" => P_PROVIDER_DOWN,
        "forward_to" => E_FORWARD_TO,
        "address" => E_ADDRESSES,
        "message_gone" => E_MESSAGE_GONE,
        "too_many_people" => E_MANY_PEOPLE,
        other => return error(other),
    })
}

/// The words for an error's code, where a conversation is begun.
pub(crate) fn start_error(code: &str) -> Option<Text> {
    Some(match code {
        "cannot_start" => E_CANNOT_START,
        "subject_missing" => E_SUBJECT,
        "phone" => E_PHONE,
        "address" => E_START_MAIL,
        other => return desk_error(other),
    })
}

/// The words for why something did not go or come, where the provider's own sentence, which says
/// more, is not in the reader's language.
pub(crate) fn problem(code: &str) -> Option<Text> {
    Some(match code {
        "reconnect" => P_RECONNECT,
        "provider_down" => P_PROVIDER_DOWN,
        "settings" => P_SETTINGS,
        "address" => P_ADDRESS,
        "unreachable" | "busy" => P_LATER,
        "blocked" => P_BLOCKED,
        "filtered" => P_FILTERED,
        "media" => P_MEDIA,
        "too_long" => E_TEXT_TOO_LONG,
        "window_closed" => P_WINDOW,
        "template" => P_TEMPLATE,
        "limit" => P_LIMIT,
        "gone" => P_GONE,
        "damaged" => P_DAMAGED,
        "foreign_host" => P_FOREIGN,
        "too_many" => P_TOO_MANY,
        "gave_up" => P_GAVE_UP,
        "maybe_sent" => P_MAYBE,
        _ => return None,
    })
}

/// The words for an error's code, on a file that is being prepared.
pub(crate) fn file_error(code: &str) -> Option<Text> {
    Some(match code {
        "not_a_picture" => E_NOT_A_PICTURE,
        "unreadable" => E_UNREADABLE,
        "too_many_pixels" => E_TOO_MANY_PIXELS,
        "animated" => E_ANIMATED,
        "cannot_fit" => E_CANNOT_FIT,
        "unsupported" | "needs_decoder" => E_UNSUPPORTED,
        "no_memory" => E_NO_MEMORY,
        "crashed" => E_CRASHED,
        "file_gone" => E_FILE_GONE,
        "empty" => FILE_EMPTY,
        "hash_mismatch" => E_HASH_MISMATCH,
        "disk_full" => E_DISK_FULL,
        other => return desk_error(other),
    })
}

/// The words for an error's code, on a form that a page came back from.
pub(crate) fn form_error(code: &str) -> Option<Text> {
    Some(match code {
        "wrong_password" => E_WRONG_PASSWORD,
        "token_wrong" => E_WRONG_TOKEN,
        "password_short" => E_SHORT_PASSWORD,
        "email_invalid" => E_EMAIL_INVALID,
        "name_empty" => E_NAME_EMPTY,
        "already_set_up" => E_SET_UP_DONE,
        "setting_fixed" => E_SETTING_FIXED,
        "inbox_name" => E_INBOX_NAME,
        "entry_long" => E_ENTRY_LONG,
        "entry_unknown" => E_ENTRY_UNKNOWN,
        "entry_port" => E_ENTRY_PORT,
        "mail_address" => E_MAIL_ADDRESS,
        "mail_separator" => E_MAIL_SEPARATOR,
        "mail_private" => MAIL_PRIVATE,
        "dkim_domain" => E_DKIM_DOMAIN,
        "dkim_selector" => E_DKIM_SELECTOR,
        "dkim_key" => E_DKIM_KEY,
        "dkim_short" => E_DKIM_SHORT,
        "dkim_public" => E_DKIM_PUBLIC,
        "dkim_locked" => E_DKIM_LOCKED,
        other => return file_error(other),
    })
}

/// What asking a provider said, by the code of the problem.
pub(crate) fn test_error(code: &str) -> Option<Text> {
    Some(match code {
        "reconnect" => TEST_RECONNECT,
        "not_connected" => TEST_INCOMPLETE,
        "unreachable" => TEST_UNREACHABLE,
        _ => return None,
    })
}

/// What is wrong with a mail server.
pub(crate) fn mail_error(code: &str) -> Option<Text> {
    Some(match code {
        "missing" => MAIL_MISSING,
        "host" => MAIL_HOST,
        "private" => MAIL_PRIVATE,
        "down" => MAIL_DOWN,
        "starttls" => MAIL_STARTTLS,
        "expired" => MAIL_EXPIRED,
        "other_name" => MAIL_OTHER_NAME,
        "issuer" => MAIL_ISSUER,
        "tls" => MAIL_TLS,
        "login" => MAIL_LOGIN,
        "method" => MAIL_METHOD,
        "inbox" => MAIL_INBOX,
        "refused" => MAIL_REFUSED,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::EVERY;

    #[test]
    fn item_9_every_word_stands_in_three_languages_with_the_same_blanks() {
        for (name, text) in EVERY {
            let blanks = |s: &str| {
                (0..3)
                    .map(|n| s.contains(&format!("{{{n}}}")))
                    .collect::<Vec<_>>()
            };
            for other in [text.1, text.2] {
                assert!(!other.trim().is_empty(), "{name} lacks a translation");
                assert_eq!(blanks(text.0), blanks(other), "{name} lost a blank");
            }
        }
    }
}
