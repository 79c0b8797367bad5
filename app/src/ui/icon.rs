//! The icons: drawings of our own on a 24 × 24 grid, strokes only, one path each.

use leptos::prelude::*;

/// An icon.
///
/// The constants are named like the variants of an enum, and used like them. They are no enum
/// because a page's wasm then carries the paths of those icons alone that it draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Icon(&'static str);

/// Draws an icon in the colour and at the size (20 px unless told) of where it stands.
/// Says nothing to a screen reader: the button or text around it does.
#[component]
pub(crate) fn Glyph(
    /// Which one.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.0></path>
        </svg>
    }
}

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        #[allow(non_upper_case_globals, reason = "they stand in for an enum's variants")]
        impl Icon {
            $($(#[$doc])* pub(crate) const $name: Self = Self($path);)*
        }
    };
}

icons! {
    /// Attach a file.
    Paperclip = "M20 11.5l-8.1 8.1a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6";
    /// A picture.
    Picture = "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM4 16l4.5-4.5 8 8M14 15l2.2-2.2L20 16.5M14 8.7a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0";
    /// Take a photo.
    Photo = "M4 8h3.5L9 5.5h6L16.5 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM8.3 13.2a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0";
    /// Fewer of many.
    Filter = "M4 6.5h16M7 12h10M10 17.5h4";
    /// Keys.
    Keyboard = "M4 6.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM7 10.5v.1M10.3 10.5v.1M13.7 10.5v.1M17 10.5v.1M8 14h8";
    /// More than is shown.
    More = "M5.5 12v.1M12 12v.1M18.5 12v.1";
    /// Take hold and move.
    Grip = "M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1";
    /// Send.
    Send = "M20.5 3.5L3.5 10.2l7 3.3 3.3 7zM20.5 3.5l-10 10";
    /// Download.
    Download = "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 20h14";
    /// Copy.
    Copy = "M9 8.5h10a1 1 0 0 1 1 1V20a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9.5a1 1 0 0 1 1-1zM5 15.5a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h9.5a1 1 0 0 1 1 1v1.5";
    /// Larger.
    ZoomIn = "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.2 15.2L20 20M10.5 7.7v5.6M7.7 10.5h5.6";
    /// Smaller.
    ZoomOut = "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.2 15.2L20 20M7.7 10.5h5.6";
    /// Leave the desk.
    Logout = "M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h10M16.5 8.5L20 12l-3.5 3.5";

    /// Black out.
    Cover = "M4 6h16v12H4zM8 10h8M8 14h5";
    /// Cut to a frame.
    Crop = "M7 2.5V17h14.5M2.5 7H17v14.5";
    /// Point at something.
    Arrow = "M4.5 19.5L19 5M10.5 5H19v8.5";
    /// Write.
    Letters = "M5 8V5h14v3M12 5v14M9 19h6";
    /// Take away.
    Bin = "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.2 11v5.5M13.8 11v5.5";
    /// Before and after.
    Find = "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 10h8M8 14h5";
    Compare = "M12 3v18M9 6H4v12h5M15 6h5v12h-5";
    /// A quarter turn.
    Turn = "M19.5 12a7.5 7.5 0 1 1-2.6-5.7M17.5 2.5v4.3h-4.3";
    /// Take a step back.
    Undo = "M8.5 5L4 9.5 8.5 14M4 9.5h10.5a5.5 5.5 0 0 1 0 11H9";
    /// Take it again.
    Redo = "M15.5 5L20 9.5 15.5 14M20 9.5H9.5a5.5 5.5 0 0 0 0 11H15";

    // Where one goes.
    /// Close, dismiss, remove from a list.
    Close = "M6 6l12 12M18 6L6 18";
    /// Back to where one came from.
    Back = "M20 12H4.5M11 5.5L4.5 12l6.5 6.5";
    /// The one before.
    Previous = "M14.5 5.5L8 12l6.5 6.5";
    /// The one after.
    Next = "M9.5 5.5L16 12l-6.5 6.5";
    /// The list of tickets.
    Inbox = "M4 13l2.5-8h11L20 13v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM4 13h4.5l1.2 2.5h4.6l1.2-2.5H20";
    /// Begin something.
    Plus = "M12 5v14M5 12h14";
    /// Settings.
    Gear = "M4 7h9M17 7h3M4 17h3M11 17h9M13 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0";
    /// A person.
    Person = "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6";

    // How things stand.
    /// Done, sent.
    Check = "M5 12.5l4.5 4.5L19 7.5";
    /// Delivered, read.
    Checks = "M2.5 12.5L7 17l9.5-9.5M11.8 16.8l.2.2 9.5-9.5";
    /// Waits.
    Clock = "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M12 7.5V12l3 2";
    /// Something is wrong.
    Alert = "M12 4.5L3.5 19h17zM12 10v4M12 16.5v.1";
    /// A day.
    Calendar = "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4 10.5h16M8.5 3.5v4.5M15.5 3.5v4.5";

    // What a file is.
    /// A file of any kind.
    File = "M13.5 3.5H7a1 1 0 0 0-1 1v15a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V8zM13.5 3.5V8H18";
    /// A document to read.
    Pdf = "M13.5 3.5H7a1 1 0 0 0-1 1v15a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V8zM13.5 3.5V8H18M9 12.5h6M9 16h4";
    /// A film.
    Video = "M4 6h11a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM16 11l5-3v8l-5-3";
    /// Sound.
    Audio = "M4 10v4M8 7v10M12 4v16M16 8v8M20 10.5v3";

    // How people write.
    /// An envelope.
    Email = "M4 5.5h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM3.5 7l8.5 6 8.5-6";
    /// A speech bubble.
    Chat = "M5 4.5h14A1.5 1.5 0 0 1 20.5 6v9a1.5 1.5 0 0 1-1.5 1.5h-8l-4.5 4v-4H5A1.5 1.5 0 0 1 3.5 15V6A1.5 1.5 0 0 1 5 4.5z";
    /// A mobile phone.
    Sms = "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 17.8h2";
    /// A square camera.
    Camera = "M8 3.5h8A4.5 4.5 0 0 1 20.5 8v8a4.5 4.5 0 0 1-4.5 4.5H8A4.5 4.5 0 0 1 3.5 16V8A4.5 4.5 0 0 1 8 3.5zM8.3 12a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0M16.9 7v.1";
    /// A receiver in a bubble.
    Phone = "M4 20l1.2-4A8 8 0 1 1 8.2 19zM9 8.5c.2 3.6 2.9 6.3 6.5 6.5l.5-1.9-2-.9-1 .8c-1-.5-1.6-1.1-2.1-2.1l.8-1-.9-2z";
}
