"""The pages that explain a folder of the model, in Italian and in English."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from azione0.model.folder import Manifest, kinds_in, parts_of, read_manifest
from azione0.office import Office
from azione0.words import _, speaking

PAGES = {"it": "LEGGIMI.md", "en": "README.md"}


def explain(folder: Path, offices: Mapping[str, Office]) -> None:
    """Write both pages anew, of all parts that the folder has by now."""
    manifests = [read_manifest(folder, kind) for kind in kinds_in(folder)]
    for letters, name in PAGES.items():
        with speaking(letters):
            text = _page(manifests, offices)
        (folder / name).write_text(text, encoding="utf-8")


def _page(manifests: Sequence[Manifest], offices: Mapping[str, Office]) -> str:
    lines = [
        f"# {_('Azione 0: il modello del programma')}",
        "",
        _(
            "Ciò che serve per rifare altrove il programma, senza i dati di nessuno: "
            "nessun nucleo, nessuna persona, nessun operatore, nessun importo di "
            "qualcuno. Una cartella per servizio, scritta da chi lo gestisce; le parti "
            "di più partner si uniscono copiandole in una sola cartella."
        ),
        "",
        _(
            "Ogni parte è un file JSON (UTF-8; giorni come 2026-03-31, importi in "
            "centesimi di euro), con il suo JSON Schema in schemas/. manifest.json "
            "dice la versione della forma, quante voci, lo SHA-256 di ogni file, e il "
            "giorno a cui il modello si riferisce."
        ),
        "",
        f"## {_('Prenderlo in un altro luogo')}",
        "",
        "    azione0 model names CARTELLA > nomi.toml",
        "    azione0 model import CARTELLA --names nomi.toml --check",
        "    azione0 model import CARTELLA --names nomi.toml",
        "",
        _(
            "Nulla viene adottato: le definizioni dei destinatari diventano bozze e i "
            "parametri una proposta, che valgono solo dopo una decisione della cabina "
            "di regia di qui. Le informative vanno riscritte con il titolare di qui e "
            "pubblicate; la scheda di contesto va compilata. Restano da caricare le "
            "soglie di povertà del luogo e i creditori. La stessa cartella presa due "
            "volte non cambia nulla."
        ),
        "",
    ]
    for it in manifests:
        lines += [
            f"## {it.service} ({it.organisation}, {it.as_of})",
            "",
            f"| {_('File')} | {_('Voci')} | {_('Contenuto')} |",
            "|---|---|---|",
        ]
        about = {
            part.name: part.about()
            for office in offices.values()
            if office.settings.me.kind == it.service
            for part in parts_of(office)
        }
        lines += [
            f"| {it.service}/{name}.json | {written.items} | {about.get(name, '')} |"
            for name, written in it.parts.items()
        ]
        lines.append("")
    return "\n".join(lines)
