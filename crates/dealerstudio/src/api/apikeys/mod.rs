//! API keys.

mod show_apikey;

pub use show_apikey::ShowApikey;

leads_core::operations! { crate::DealerStudio;
    ShowApikey,
}
