//! Templates: those that Meta has approved, and that we can fill in.

use super::{Whatsapp, errors, is_id, safe};
use crate::{
    SendError,
    call::{asked, call, list_at, some, text_at},
    meta::GraphError,
    problem::problem,
};
use model::Template;
use serde_json::Value;

/// Pages that are asked for at most; of a hundred templates each.
const PAGES: usize = 20;
/// What is asked of each.
const FIELDS: &str = "name,language,status,parameter_format,components";

impl Whatsapp {
    /// All that can be sent as they are, or with words in their places.
    pub(super) async fn approved(&self) -> Result<Vec<Template>, SendError> {
        let account = &self.settings.waba_id;
        if !is_id(account) {
            return Err(SendError::Rejected(problem(
                "no_waba",
                "Templates are found by the WhatsApp Business Account's ID, which this inbox's settings lack.",
            )));
        }
        let mut all = Vec::new();
        let mut after = String::new();
        for _ in 0..PAGES {
            let url = self.address(&format!("{account}/message_templates?{}", query(&after)));
            let request = self.providers.client().get(url);
            let request = request.timeout(self.providers.bases().patience.call);
            let answer = call(self.signed_in(request)).await.map_err(asked)?;
            if let Some(error) = GraphError::of(&answer) {
                return Err(safe(errors::refusal(&answer, &error, 0)));
            }
            if !answer.is_success() {
                return Err(safe(answer.without_sense()));
            }
            let page = list_at(&answer.json, "/data");
            all.extend(page.iter().filter_map(read));
            let next = some(text_at(&answer.json, "/paging/cursors/after"));
            let more = some(text_at(&answer.json, "/paging/next")).is_some();
            match next {
                Some(next) if more && next != after => after = next,
                _ => break,
            }
        }
        Ok(all)
    }
}

/// What is asked for, from that cursor on.
fn query(after: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("fields", FIELDS)
        .append_pair("limit", "100");
    if !after.is_empty() {
        query.append_pair("after", after);
    }
    query.finish()
}

/// One that can be sent: approved, its places numbered, and nothing else to be filled in than its
/// body.
fn read(told: &Value) -> Option<Template> {
    let is = |place: &str, word: &str| text_at(told, place).eq_ignore_ascii_case(word);
    let named = is("/parameter_format", "NAMED");
    if !is("/status", "APPROVED") || named {
        return None;
    }
    let mut body = String::new();
    for component in list_at(told, "/components") {
        let text = text_at(component, "/text");
        match text_at(component, "/type").to_ascii_uppercase().as_str() {
            "BODY" => body = text,
            "HEADER" if text_at(component, "/format").eq_ignore_ascii_case("TEXT") => {
                has_no_places(&text)?;
            }
            "FOOTER" => {}
            "BUTTONS" => {
                for button in list_at(component, "/buttons") {
                    let kind = text_at(button, "/type").to_ascii_uppercase();
                    let plain = ["QUICK_REPLY", "URL", "PHONE_NUMBER"].contains(&kind.as_str());
                    if !plain {
                        return None;
                    }
                    has_no_places(&text_at(button, "/url"))?;
                }
            }
            // Pictures, carousels, offers: more than words.
            _ => return None,
        }
    }
    let name = some(text_at(told, "/name"))?;
    let language = some(text_at(told, "/language"))?;
    (!body.is_empty()).then_some(Template {
        name,
        language,
        body,
    })
}

fn has_no_places(text: &str) -> Option<()> {
    (!text.contains("{{")).then_some(())
}
