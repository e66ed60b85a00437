"""Words that stand for one another in names, for mutants that a person could have written.

What a team calls its second implementation is rarely nonsense: `UserManager` comes back as
`UnifiedUserManager` or `AccountHandler`, `get_items` as `fetch_entries`. The groups are the
field's usual synonyms; a word is exchanged for another of its own group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def partners(groups: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Each word of each group with the others of it; a word in two groups has those of the first."""
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        words = tuple(group.split())
        for word in words:
            found.setdefault(word, tuple(other for other in words if other != word))
    return found


VERBS = partners(
    (
        "get fetch obtain retrieve lookup",
        "set assign put",
        "create build make construct produce",
        "load read ingest",
        "save store persist write",
        "add append register include attach",
        "remove delete discard drop detach",
        "update refresh sync amend",
        "find locate search seek",
        "check verify validate ensure inspect",
        "handle process treat serve",
        "run execute perform launch",
        "start begin open activate",
        "stop end close finish shutdown",
        "init setup prepare configure",
        "send emit dispatch publish deliver",
        "receive accept take",
        "parse decode interpret analyze",
        "format render compose",
        "convert transform translate adapt",
        "compute calculate evaluate derive",
        "resolve determine settle",
        "clear reset wipe flush purge",
        "connect link join bind",
        "disconnect unlink release",
        "print show display",
        "iter walk traverse visit",
        "filter select pick choose",
        "apply use enact",
        "is has can",
        "on when after",
        "do go invoke",
        "call invoke trigger",
        "copy clone duplicate",
        "merge combine unite",
        "split divide partition",
        "wait await_for hold",
        "log record report note",
        "match compare test",
        "serialize dump encode",
        "deserialize restore rebuild",
        "as to into",
        "from of",
        "with using",
        "generate yield_all synthesize",
        "initialize bootstrap provision",
    )
)

NOUNS = partners(
    (
        "name label title ident",
        "value val content datum",
        "values vals contents",
        "key token tag",
        "keys tokens tags",
        "item entry element piece",
        "items entries elements pieces",
        "data payload body content",
        "result outcome answer output",
        "results outcomes answers outputs",
        "args arguments parameters",
        "kwargs keywords named",
        "options settings opts preferences",
        "config configuration setup conf",
        "path location filepath",
        "file document source_file",
        "files documents",
        "dir folder directory",
        "request req incoming query",
        "response reply resp answer",
        "error failure problem exc",
        "errors failures problems",
        "message msg note",
        "messages msgs notes",
        "field column attribute",
        "fields columns attributes",
        "model entity record",
        "node vertex element",
        "nodes vertices elements",
        "index position offset idx",
        "count total number amount",
        "size length extent",
        "state status condition",
        "type kind category",
        "types kinds categories",
        "list collection sequence",
        "map mapping table lookup",
        "dict mapping table",
        "set group pool",
        "queue backlog pending",
        "cache memo store",
        "user account member",
        "users accounts members",
        "device unit appliance",
        "devices units appliances",
        "task job work",
        "tasks jobs works",
        "event signal occurrence",
        "events signals occurrences",
        "handler processor worker",
        "handlers processors workers",
        "manager controller coordinator",
        "client connector caller",
        "server host backend",
        "connection link channel",
        "session conversation context",
        "context scope environment",
        "env environment surroundings",
        "parent owner holder",
        "child kid descendant",
        "children kids descendants",
        "target goal destination",
        "source origin src",
        "url address uri",
        "timeout deadline limit",
        "interval period span",
        "start begin first",
        "end finish last",
        "line row",
        "lines rows",
        "text string content",
        "template pattern layout",
        "callback hook listener",
        "func function fn",
        "obj thing instance",
        "cls klass kind",
        "expr expression term",
        "args_list arguments",
        "coordinator hub supervisor",
        "info details metadata",
        "id identifier uid",
        "lock mutex guard",
        "temp temporary scratch",
        "current active present",
        "default fallback standard",
        "new fresh next",
        "old previous prior",
        "max maximum upper",
        "min minimum lower",
        "entity object record",
        "spider crawler harvester",
        "builder maker composer",
        "app application program",
        "domain area zone",
        "component part module",
        "schema layout shape",
    )
)

#: The last word of a class's name, and what a second team calls it.
KINDS = partners(
    (
        "Manager Handler Controller Coordinator Supervisor",
        "Factory Builder Maker Creator",
        "Client Connector Gateway",
        "Handler Processor Dispatcher",
        "Service Provider Engine",
        "Engine Runner Executor",
        "Parser Reader Decoder",
        "Writer Emitter Exporter",
        "Reader Loader Importer",
        "Loader Importer Fetcher",
        "Cache Store Buffer",
        "Storage Repository Store",
        "Registry Catalog Directory",
        "Validator Checker Verifier",
        "Formatter Renderer Printer",
        "Serializer Encoder Marshaller",
        "Middleware Interceptor Filter",
        "Adapter Bridge Wrapper",
        "Backend Driver Provider",
        "Compiler Translator Generator",
        "Coordinator Orchestrator Hub",
        "Entity Item Unit",
        "View Page Screen",
        "Form Editor Input",
        "Field Column Property",
        "Widget Control Element",
        "Node Vertex Element",
        "Visitor Walker Traverser",
        "Pool Group Cluster",
        "Worker Agent Runner",
        "Command Action Operation",
        "Config Settings Options",
        "Collector Gatherer Accumulator",
        "Monitor Watcher Observer",
        "Flow Wizard Process",
        "Scheduler Planner Timer",
        "Queue Channel Backlog",
        "Session Context Conversation",
        "Request Query Call",
        "Response Reply Result",
        "Set Collection Group",
        "Printer Writer Renderer",
        "Transport Carrier Channel",
        "Sensor Probe Meter",
        "Domain Environment Scope",
    )
)

PREFIXES = ("Unified", "Enhanced", "Simple", "Advanced", "Core", "Smart", "Improved", "Generic", "Modern", "Central")
SUFFIXES = ("V2", "Impl", "Service", "Engine", "Helper", "Core", "Support", "Adapter", "Component", "Unit")
#: For a name that has no word of a group.
AFFIXES = ("current_{}", "{}_value", "the_{}", "{}_item", "my_{}", "local_{}", "{}_ref", "{}_entry", "given_{}")
METHOD_AFFIXES = ("do_{}", "{}_now", "perform_{}", "{}_impl", "run_{}", "handle_{}")
SHORT = ("item", "entry", "elem", "val", "thing", "piece", "unit", "part", "current", "cursor", "slot", "chunk")

LOG_MESSAGES = ("entering {}", "{} called", "{} starts", "working on {}", "{}: begin", "about to {}")
COMMENTS = (
    "TODO: see whether this is still needed",
    "keep this in step with the callers",
    "nothing to do otherwise",
    "the usual case",
    "see the notes on this above",
    "guard against odd input",
    "cheap, so done each time",
)
DOCSTRINGS = (
    "Take care of {}.",
    "{} for the rest of the system.",
    "What callers use for {}.",
    "Handle {}, and nothing else.",
    "Responsible for {}.",
)

#: Methods of the built-in types, which every implementation has to call by these names.
COMMON = frozenset(name for kind in (str, bytes, list, dict, set, tuple, int, float, object) for name in dir(kind)) | {
    "close",
    "read",
    "write",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "group",
    "acquire",
    "popleft",
}
