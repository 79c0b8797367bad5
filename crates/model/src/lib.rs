//! The vocabulary that server and browser share: channels and what they accept, tickets, messages,
//! attachments, people, events. Data and rules about data; serde and nothing else.

#![forbid(unsafe_code)]

mod answer;
mod appointment;
mod attachment;
mod budget;
mod change;
mod channel;
mod edits;
mod event;
mod inbox;
mod live;
mod locale;
mod message;
mod people;
mod picture;
mod plan;
mod remark;
mod ticket;
mod visitor;
mod window;

pub use answer::{Again, Answer, Extras, TakenBack, TakenFile, Template, TemplateUse};
pub use appointment::{Appointment, Occasion, Start, Wall};
pub use attachment::{Attachment, AttachmentState, FileKind, NewFile, SentAs, Upload};
pub use budget::{Claim, Fit, LINK_BYTES, OutFile};
pub use change::{Change, Changed, Pick, Priority, TAG_MAX};
pub use channel::{CaptionPlace, Channel, FileRefusal, Limits};
pub use edits::{Area, Arrow, Edits, MARK_EDGE, MARK_INK, Stamp};
pub use event::{Event, EventKind, LOOKS_EVERY_S};
pub use inbox::{InboxLimits, Sender};
pub use live::Boot;
pub use locale::Locale;
pub use message::{
    Author, Delivery, DeliveryState, Direction, Message, NewMessage, Problem, SEND_TEXT_MAX,
};
pub use people::{
    Agent, AgentChip, ContactCard, Handle, HandleKind, PastTicket, Role, is_mail_address,
};
pub use picture::{PictureBudget, PictureType, Quality, Types};
pub use plan::{
    Alphabet, Carried, Letters, PlanFile, Planned, Segments, TrayFile, Writing, carried, plan,
    segments,
};
pub use remark::{BELOW_SHOWN, Below, LetterLook, Remark, Trouble, letter_url};
pub use ticket::{Link, Mark, Status, Thread, TicketHead, TicketList, TicketRow};
pub use visitor::{Chat, Greeting};
pub use window::{HUMAN_MS, Reach, WINDOW_MS, Window};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;
/// Key of a row in `agent`.
pub type AgentId = i64;
/// Key of a row in `attachment`.
pub type AttachmentId = i64;
/// Key of a row in `contact`.
pub type ContactId = i64;
/// Key of a row in `inbox`.
pub type InboxId = i64;
/// Key of a row in `message`.
pub type MessageId = i64;
/// Key of a row in `ticket`. People see [`TicketHead::number`].
pub type TicketId = i64;
/// Key of a row in `upload`.
pub type UploadId = i64;
