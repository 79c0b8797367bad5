//! Putting the items of a list in another order by pointer, mouse and finger alike.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::{cell::RefCell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, HtmlElement, PointerEvent};

/// How far a pointer goes before it drags and does not press, in CSS pixels.
const THRESHOLD: f64 = 5.0;
/// How near the edge of the scrolling box a pointer scrolls it, and by how much.
const EDGE: f64 = 28.0;
const SCROLL: i32 = 10;

const HEARD: [&str; 4] = [
    "pointermove",
    "pointerup",
    "pointercancel",
    "lostpointercapture",
];

type Listener = Closure<dyn FnMut(PointerEvent)>;

/// Follows a pointer that went down on a part of a list's item, until it is let go: `moved` hears
/// from which place to which. Meanwhile the item says `data-dragged` and follows, and the one
/// whose place it would take says `data-target`, `before` or `after`. The order in the page is not
/// touched before the end: an element that is moved hears no more of the finger on it.
pub(crate) fn drag_item(event: &PointerEvent, moved: impl FnOnce(usize, usize) + 'static) {
    let on: Option<HtmlElement> = event.current_target().and_then(|on| on.dyn_into().ok());
    let Some(on) = on.filter(|_| event.button() == 0) else {
        return;
    };
    // A button inside is pressed, not dragged by; unless it is what listens.
    let pressed = event.target().and_then(|at| at.dyn_into::<Element>().ok());
    let button = pressed.and_then(|at| at.closest("button").ok().flatten());
    let own = button.is_none_or(|button| on.is_same_node(Some(&button)));
    let item: Option<HtmlElement> = on
        .closest("li")
        .ok()
        .flatten()
        .and_then(|li| li.dyn_into().ok());
    let (Some(item), true) = (item, own) else {
        return;
    };
    let Some(list) = item.parent_element() else {
        return;
    };
    let begun = (f64::from(event.client_x()), f64::from(event.client_y()));
    let scrolled = list.parent_element().map_or(0, |frame| frame.scroll_top());
    let _ = on.set_pointer_capture(event.pointer_id());
    let mut drag = Drag {
        item,
        list,
        begun,
        scrolled,
        target: None,
        under_way: false,
    };
    let mut moved = Some(moved);
    let held: Rc<RefCell<Option<Listener>>> = Rc::default();
    let (own, on_too) = (held.clone(), on.clone());
    let hear = Listener::new(move |event: PointerEvent| {
        if event.type_() == "pointermove" {
            return drag.follow(&event);
        }
        if let Some(listener) = own.borrow_mut().take() {
            for name in HEARD {
                let _ = on_too
                    .remove_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            }
            // Not while it runs.
            let listener = SendWrapper::new(listener);
            set_timeout(move || drop(listener), Duration::ZERO);
        }
        let (from, to) = (drag.place(), drag.target);
        drag.end();
        let let_go = event.type_() == "pointerup";
        if let (true, Some(to), Some(from), Some(moved)) = (let_go, to, from, moved.take())
            && from != to
        {
            moved(from, to);
        }
    });
    for name in HEARD {
        let _ = on.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
    }
    *held.borrow_mut() = Some(hear);
}

struct Drag {
    item: HtmlElement,
    list: Element,
    /// Where the pointer went down.
    begun: (f64, f64),
    /// How far the list was scrolled then.
    scrolled: i32,
    /// The place it would take.
    target: Option<usize>,
    under_way: bool,
}

impl Drag {
    fn items(&self) -> Vec<Element> {
        std::iter::successors(
            self.list.first_element_child(),
            Element::next_element_sibling,
        )
        .collect()
    }

    fn place(&self) -> Option<usize> {
        let own: &Element = self.item.as_ref();
        self.items().iter().position(|item| item == own)
    }

    fn follow(&mut self, event: &PointerEvent) {
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let by = (at.0 - self.begun.0, at.1 - self.begun.1);
        if !self.under_way && by.0.hypot(by.1) < THRESHOLD {
            return;
        }
        if !self.under_way {
            self.under_way = true;
            let _ = self.item.set_attribute("data-dragged", "");
        }
        let mut scrolled = 0;
        if let Some(frame) = self.list.parent_element() {
            let area = frame.get_bounding_client_rect();
            let way = if at.1 < area.top() + EDGE {
                -SCROLL
            } else if at.1 > area.bottom() - EDGE {
                SCROLL
            } else {
                0
            };
            frame.set_scroll_top(frame.scroll_top() + way);
            scrolled = frame.scroll_top() - self.scrolled;
        }
        // What is dragged would hide what is under it.
        let _ = self.item.style().remove_property("translate");
        let items = self.items();
        let own = self.place();
        let far = |item: &Element| {
            let area = item.get_bounding_client_rect();
            let x = (area.left() + area.right()) / 2.0 - at.0;
            let y = (area.top() + area.bottom()) / 2.0 - at.1;
            x.hypot(y)
        };
        let nearest = (items.iter().enumerate())
            .min_by(|(_, one), (_, other)| far(one).total_cmp(&far(other)))
            .map(|(place, _)| place);
        let shift = format!("{}px {}px", by.0, by.1 + f64::from(scrolled));
        let _ = self.item.style().set_property("translate", &shift);
        if nearest != self.target {
            self.target = nearest;
            self.mark(&items, own);
        }
    }

    fn mark(&self, items: &[Element], own: Option<usize>) {
        for (place, item) in items.iter().enumerate() {
            let side = match own {
                Some(own) if self.target == Some(place) && place < own => "before",
                Some(own) if self.target == Some(place) && place > own => "after",
                _ => {
                    let _ = item.remove_attribute("data-target");
                    continue;
                }
            };
            let _ = item.set_attribute("data-target", side);
        }
    }

    fn end(&mut self) {
        self.target = None;
        let _ = self.item.remove_attribute("data-dragged");
        let _ = self.item.style().remove_property("translate");
        self.mark(&self.items(), None);
    }
}

/// Puts the focus on the element of that id, once it is drawn and stands where it belongs.
pub(crate) fn focus_later(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Calls that after so many milliseconds.
pub(crate) fn later(millis: u64, call: impl FnOnce() + 'static) {
    set_timeout(call, Duration::from_millis(millis));
}

/// Whether a press was made by keyboard: nothing was pointed at.
pub(crate) fn by_keyboard(event: &web_sys::MouseEvent) -> bool {
    event.detail() == 0
}

/// Whether a pointer is a mouse, which can drag what a finger scrolls.
pub(crate) fn is_mouse(event: &PointerEvent) -> bool {
    event.pointer_type() == "mouse"
}
