//! `admin`.

use essaim_accounts::{Actor, invite_administrator};
use essaim_store::Absent;
use essaim_web::Lang;
use serde_json::json;

use super::Context;
use crate::cli::{Admin, Invite, Tongue};
use crate::database;
use crate::outcome::{Ending, Refused};

const ACTOR: Actor = Actor::Operator { command: "admin" };

pub(super) async fn run(context: &Context, wanted: &Admin) -> anyhow::Result<Ending> {
    let Admin::Invite(invite) = wanted;
    self::invite(context, invite).await
}

async fn invite(context: &Context, wanted: &Invite) -> anyhow::Result<Ending> {
    let Ok(mail) = wanted.mail.parse() else {
        return Err(Refused(format!("`{}` is no address of mail", wanted.mail)).into());
    };
    let lang = match wanted.lang {
        Tongue::Fr => Lang::Fr,
        Tongue::En => Lang::En,
    };
    let store = database::open_current(&context.ground, &context.clock, Absent::Make).await?;
    let handed = invite_administrator(&store, &ACTOR, context.clock.now(), &mail, lang).await?;
    store.close().await?;
    let config = &context.ground.config;
    let site = config.site.public_url.clone().unwrap_or_else(|| format!("http://{}", config.server.listen));
    let link = [site.trim_end_matches('/'), lang.prefix(), &handed.path].concat();
    context.output.say(&link);
    context
        .output
        .say(format_args!("It works once, until {}. Whoever has it comes in as {}.", handed.ends, wanted.mail));
    context.output.give(&json!({ "link": link, "code": handed.code, "ends": handed.ends }));
    Ok(Ending::Done)
}
