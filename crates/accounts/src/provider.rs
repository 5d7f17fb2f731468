//! An identity provider (OpenID Connect): ProConnect, or any other.
//!
//! The authorization code flow with PKCE. What is remembered between going there and coming back – state, nonce,
//! verifier – stays in a cookie of the browser that went: nothing is stored for who never comes back. Everything here
//! blocks: call it from a thread that may.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreJwsSigningAlgorithm, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, Scope, TokenResponse,
};

/// What an operator says of a provider.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderSettings {
    /// What people call it: `ProConnect`.
    pub name: String,
    /// Its address, below which it describes itself.
    pub issuer: String,
    /// Who we are to it.
    pub client_id: String,
    /// Our secret.
    pub client_secret: String,
    /// What is asked of it beside `openid`: `email`, `given_name`…
    pub scopes: Vec<String>,
    /// How sure it must be of who somebody is (`acr_values`), where that is asked.
    pub assurance: Option<String>,
    /// Whether an address that it gives is taken as hers, where it does not say that it checked it.
    pub trusts_mail: bool,
}

/// Without the secret.
impl std::fmt::Debug for ProviderSettings {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "ProviderSettings({} at {})", self.name, self.issuer)
    }
}

/// Why a provider let nobody in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderFault {
    /// It does not answer, or says what it should not.
    #[error("the identity provider cannot be reached: {0}")]
    Unreachable(String),
    /// It answered, and its answer proves nothing.
    #[error("the identity provider's answer is refused: {0}")]
    Refused(String),
}

/// Who the provider says that somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proved {
    pub(crate) subject: String,
    /// Where she receives mail, as it says.
    pub(crate) mail: Option<String>,
    /// Whether it checked that.
    pub(crate) is_mail_checked: bool,
    pub(crate) name: Option<String>,
    /// By which one signs out there.
    pub(crate) token: String,
}

/// What the browser keeps between going and coming back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Journey {
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    pub(crate) next: String,
}

impl Journey {
    /// One text for a cookie; the first three hold no dot.
    pub(crate) fn write(&self) -> String {
        [self.state.as_str(), &self.nonce, &self.verifier, &self.next].join(".")
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '.').map(str::to_owned);
        Some(Self { state: parts.next()?, nonce: parts.next()?, verifier: parts.next()?, next: parts.next()? })
    }
}

/// A provider, whose description of itself is kept for a while.
pub(crate) struct Provider {
    pub(crate) settings: ProviderSettings,
    agent: ureq::Agent,
    described: Mutex<Option<(Timestamp, Arc<ProviderMetadataWithLogout>)>>,
}

/// How long a description is kept; keys change now and then.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// How long one answer of the provider may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// No answer of a provider is larger.
const LARGEST: u64 = 1024 * 1024;

impl Provider {
    pub(crate) fn new(settings: ProviderSettings) -> Self {
        // Where it would lead elsewhere, nobody knows who answers.
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .build()
            .new_agent();
        Self { settings, agent, described: Mutex::new(None) }
    }

    fn ask(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let bytes = body.with_config().limit(LARGEST).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }

    fn described(&self, at: Timestamp) -> Result<Arc<ProviderMetadataWithLogout>, ProviderFault> {
        let mut kept = self.described.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, described)) = kept.as_ref().filter(|(since, _)| at.duration_since(*since) < KEPT) {
            let _ = since;
            return Ok(Arc::clone(described));
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(unreachable)?;
        let found = ProviderMetadataWithLogout::discover(&issuer, &|request| self.ask(request)).map_err(unreachable)?;
        let found = Arc::new(found);
        *kept = Some((at, Arc::clone(&found)));
        Ok(found)
    }

    /// Where somebody goes to say who she is, and what her browser keeps meanwhile.
    pub(crate) fn start(&self, at: Timestamp, back: &str, next: &str) -> Result<(String, Journey), ProviderFault> {
        let described = self.described(at)?;
        let client = self.client(&described, back)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut going = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new))
            .set_pkce_challenge(challenge);
        if let Some(assurance) = &self.settings.assurance {
            going = going.add_extra_param("acr_values", assurance.clone());
        }
        let (url, state, nonce) = going.url();
        let journey = Journey {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            next: next.to_owned(),
        };
        Ok((url.to_string(), journey))
    }

    /// Who she is, from the code that she came back with.
    pub(crate) fn finish(
        &self,
        at: Timestamp,
        back: &str,
        code: String,
        journey: &Journey,
    ) -> Result<Proved, ProviderFault> {
        let described = self.described(at)?;
        let client = self.client(&described, back)?;
        let ask = |request| self.ask(request);
        let given = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(refused)?
            .set_pkce_verifier(PkceCodeVerifier::new(journey.verifier.clone()))
            .request(&ask)
            .map_err(refused)?;
        let token: &CoreIdToken = given.id_token().ok_or_else(|| ProviderFault::Refused("it names nobody".into()))?;
        let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
        let claims = token.claims(&verifier, &Nonce::new(journey.nonce.clone())).map_err(refused)?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(refused)?;
            let key = token.signing_key(&verifier).map_err(refused)?;
            let own = AccessTokenHash::from_token(given.access_token(), algorithm, key).map_err(refused)?;
            if own != *expected {
                return Err(ProviderFault::Refused("its two tokens are not of one piece".into()));
            }
        }
        let mut proved = Proved {
            subject: claims.subject().to_string(),
            mail: claims.email().map(|mail| mail.to_string()),
            is_mail_checked: claims.email_verified().unwrap_or(false),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
            token: token.to_string(),
        };
        if proved.mail.is_none()
            && let Ok(asked) = client.user_info(given.access_token().clone(), Some(claims.subject().clone()))
        {
            let told: CoreUserInfoClaims = asked.request(&ask).map_err(refused)?;
            proved.mail = told.email().map(|mail| mail.to_string());
            proved.is_mail_checked = told.email_verified().unwrap_or(false);
            let whole = told.name().and_then(|name| name.get(None)).map(|name| name.to_string());
            let given = || told.given_name().and_then(|name| name.get(None)).map(|name| name.to_string());
            proved.name = proved.name.or(whole).or_else(given);
        }
        Ok(proved)
    }

    /// Where one signs out of the provider too, where it has such a place.
    pub(crate) fn way_out(&self, at: Timestamp, token: &str, back: &str) -> Option<String> {
        let described = self.described(at).ok()?;
        let end = described.additional_metadata().end_session_endpoint.clone()?;
        let token: CoreIdToken = token.parse().ok()?;
        let back = PostLogoutRedirectUrl::new(back.to_owned()).ok()?;
        let request = LogoutRequest::from(end)
            .set_id_token_hint(&token)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(back);
        Some(request.http_get_url().to_string())
    }

    fn client(&self, described: &ProviderMetadataWithLogout, back: &str) -> Result<ReadyClient, ProviderFault> {
        let back = RedirectUrl::new(back.to_owned()).map_err(unreachable)?;
        let (id, secret) = (self.settings.client_id.clone(), self.settings.client_secret.clone());
        let ways = described.token_endpoint_auth_methods_supported();
        let only_in_body = ways.is_some_and(|ways| {
            !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && ways.contains(&CoreClientAuthMethod::ClientSecretPost)
        });
        let client =
            CoreClient::from_provider_metadata(described.clone(), ClientId::new(id), Some(ClientSecret::new(secret)));
        let way = if only_in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(client.set_redirect_uri(back).set_auth_type(way))
    }
}

/// A client as the description of its provider makes it.
type ReadyClient = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

/// Signatures of a key that only the provider has; never one of a secret that we share, nor none.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
];

fn unreachable(error: impl std::error::Error) -> ProviderFault {
    ProviderFault::Unreachable(told(&error))
}

fn refused(error: impl std::error::Error) -> ProviderFault {
    ProviderFault::Refused(told(&error))
}

fn told(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(under) = cause {
        words = format!("{words}: {under}");
        cause = under.source();
    }
    words.chars().take(400).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_keeps_reads_as_it_was_written() {
        let journey = Journey {
            state: "a-b_c".into(),
            nonce: "d".into(),
            verifier: "e~f".into(),
            next: "/experiences.csv?q=a.b".into(),
        };
        assert_eq!(Journey::read(&journey.write()), Some(journey));
        assert_eq!(Journey::read("a.b.c"), None);
    }

    #[test]
    fn a_secret_is_written_in_no_log() {
        let settings = ProviderSettings {
            name: "ProConnect".into(),
            issuer: "https://id.example.org".into(),
            client_id: "essaim".into(),
            client_secret: "very secret".into(),
            scopes: Vec::new(),
            assurance: None,
            trusts_mail: false,
        };
        assert!(!format!("{settings:?}").contains("very secret"));
    }
}
