"""L2: Indonesian rules as dated data (``rules/data/*.yaml``) and pure functions over them."""

import lazy_loader as _lazy

_attach = _lazy.attach(
    __name__,
    submodules=[
        "berakhlak",
        "checks",
        "credit",
        "deadlines",
        "discipline",
        "distribution",
        "document",
        "identifiers",
        "ip_asn",
        "ombudsman",
        "printed",
        "ratings",
        "regime2019",
        "registry",
        "rounding",
        "skm",
        "study",
        "talent",
        "tpp",
    ],
    submod_attrs={"registry": ["Rule", "get_rule", "load_rules"]},
)
__getattr__, __dir__, __all__ = _attach
