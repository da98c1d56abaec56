//! Redirects. Following one would send credentials to another host, and the request a second time.

use super::{NamedFault, status};
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;

const MOVED: Expected = Expected::unproved(ErrorKind::Foreign, false);
/// A host of the range that no one may have.
const ELSEWHERE: &str = "https://elsewhere.invalid/";

pub(super) const FAULTS: &[NamedFault] = &[
    status("301", "moved to another host for ever", || Fault::redirect(301, ELSEWHERE), MOVED),
    status("302", "found at another host", || Fault::redirect(302, ELSEWHERE), MOVED),
    status("303", "see another host", || Fault::redirect(303, ELSEWHERE), MOVED),
    status("307", "moved to another host for now", || Fault::redirect(307, ELSEWHERE), MOVED),
    status("308", "moved to another host for ever, body and all", || Fault::redirect(308, ELSEWHERE), MOVED),
];
