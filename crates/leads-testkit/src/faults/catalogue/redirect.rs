//! Redirects. Following one would send credentials to another host and repeat the request.

use super::{NamedFault, status};
use crate::faults::Fault;
use crate::faults::named::Expected;
use leads_core::ErrorKind;

const MOVED: Expected = Expected::unproved(ErrorKind::Foreign, false);
/// A host in a reserved domain.
const ELSEWHERE: &str = "https://elsewhere.invalid/";

pub(super) const FAULTS: &[NamedFault] = &[
    status("301", "moved permanently to another host", || Fault::redirect(301, ELSEWHERE), MOVED),
    status("302", "found at another host", || Fault::redirect(302, ELSEWHERE), MOVED),
    status("303", "see another host", || Fault::redirect(303, ELSEWHERE), MOVED),
    status("307", "moved temporarily to another host", || Fault::redirect(307, ELSEWHERE), MOVED),
    status("308", "moved permanently to another host, including the body", || Fault::redirect(308, ELSEWHERE), MOVED),
];
