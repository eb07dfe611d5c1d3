# SPDX-License-Identifier: Apache-2.0
"""Helpers for the settings of the module stores."""


def update_module_store_settings(
    module_store_setting,
    doc_store_settings=None,
    module_store_options=None,
    xml_store_options=None,
    default_store=None,
    mappings=None,
):
    """Puts common options into every store of a MODULESTORE setting."""
    options = module_store_setting["default"]["OPTIONS"]
    for store in options["stores"]:
        store.setdefault("DOC_STORE_CONFIG", {}).update(doc_store_settings or {})
        store.setdefault("OPTIONS", {}).update(module_store_options or {})
    if default_store:
        options["stores"].sort(key=lambda store: store["NAME"] != default_store)
    if mappings is not None:
        options["mappings"] = mappings
