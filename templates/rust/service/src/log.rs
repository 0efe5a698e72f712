//! One JSON object a line, as collectors of container logs want it.

use std::{
    fmt::{self, Debug},
    panic,
};

use serde_json::Value;
use tracing::{
    Event, Subscriber, error,
    field::{Field, Visit},
};
use tracing_subscriber::{
    fmt::{
        FmtContext, FormatEvent, FormatFields,
        format::Writer,
        time::{FormatTime, SystemTime},
    },
    registry::LookupSpan,
};

pub fn init() {
    tracing_subscriber::fmt().event_format(Line).init();
    panic::set_hook(Box::new(|panic| error!(error = %panic, "panicked")));
}

struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        write!(writer, r#"{{"time":""#)?;
        SystemTime.format_time(&mut writer)?;
        let level = event.metadata().level().as_str().to_lowercase();
        write!(writer, r#"","level":"{level}""#)?;
        let mut fields = Fields(writer.by_ref(), Ok(()));
        event.record(&mut fields);
        fields.1?;
        writeln!(writer, "}}")
    }
}

/// Writes each field, and keeps the first failure, as a visitor cannot return it.
struct Fields<'a>(Writer<'a>, fmt::Result);

impl Fields<'_> {
    fn add(&mut self, field: &Field, value: impl Into<Value>) {
        let name = match field.name() {
            "message" => "msg",
            name => name,
        };
        self.1 = self
            .1
            .and_then(|()| write!(self.0, ",{}:{}", Value::from(name), value.into()));
    }
}

impl Visit for Fields<'_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value);
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value);
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value);
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, value);
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value);
    }
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use std::{io::Read, sync::Mutex};

    use super::*;

    #[test]
    fn a_line_is_one_flat_object() {
        let (mut reader, writer) = std::io::pipe().unwrap();
        let subscriber = tracing_subscriber::fmt()
            .event_format(Line)
            .with_writer(Mutex::new(writer))
            .finish();
        tracing::subscriber::with_default(
            subscriber,
            || error!(error = %"a \"b\"\nc", status = 500, "failed"),
        );
        let mut line = String::new();
        reader.read_to_string(&mut line).unwrap();
        let (time, rest) = line.split_once("\",").unwrap();
        assert!(
            time.starts_with(r#"{"time":"2"#) && time.ends_with('Z'),
            "{line}"
        );
        assert_eq!(
            rest,
            concat!(
                r#""level":"error","msg":"failed","error":"a \"b\"\nc","status":500}"#,
                "\n"
            )
        );
    }
}
