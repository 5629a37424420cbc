-- Programs that were let in have to ask again, or be given an API key.
drop table identity.jwks;
drop table identity.oauth_client_assertions;
drop table identity.oauth_access_tokens;
drop table identity.oauth_refresh_tokens;
drop table identity.oauth_consents;
drop table identity.oauth_client_resources;
drop table identity.oauth_resources;
drop table identity.oauth_clients;
