"""Where services that ask visitors for their consent put their texts: never a part of an article, however long."""

from __future__ import annotations

from lxml import etree

from feedsvc.sources._markup import remove

# fmt: off
_SERVICES: dict[str, tuple[str, ...]] = {
    "OneTrust": ("onetrust-*", "optanon*", "ot-sdk-container"),
    "Cookiebot": ("cybotcookiebot*", "cookiebotdialog*"),
    "Usercentrics": ("usercentrics-*", "uc-banner-*"),
    "Quantcast": ("qc-cmp2-*", "qc-cmp-ui*", "qccmpui*"),
    "Didomi": ("didomi-host", "didomi-popup*", "didomi-notice*", "didomi-consent-*"),
    "TrustArc": ("truste-*", "truste_*", "trustarc-*", "consent_blackbar"),
    "Sourcepoint": ("sp_message_container_*", "sp_message_panel_*"),
    "Osano": ("osano-cm-*",),
    "CookieYes": ("cky-consent-*", "cky-modal*", "cky-overlay", "cky-btn-revisit*"),
    "Cookie Law Info": ("cookie-law-info-bar", "cookie-law-info-again", "clisettingspopup", "cli-modal*"),
    "Complianz": ("cmplz-cookiebanner*", "cmplz-manage-consent*", "cmplz-soft-cookiewall*"),
    "Borlabs": ("borlabscookiebox*", "brlbs-cmpnt-dialog*"),
    "Iubenda": ("iubenda-cs-*", "iubenda-pp*"),
    "Termly": ("termly-*",),
    "consentmanager": ("cmpbox*", "cmpwrapper*"),
    "Klaro": ("klaro",),
    "tarteaucitron": ("tarteaucitron*",),
    "Axeptio": ("axeptio_*",),
    "CCM19": ("ccm-widget*", "ccm-root"),
    "CookieFirst": ("cookiefirst-*",),
    "Cookie Script": ("cookiescript_*",),
    "CookieConsent": ("cc-window", "cc-banner", "cc--main", "cc-main"),
    "Cookie Notice": ("cookie-notice", "cookie-notice-container"),
    "Moove GDPR": ("moove_gdpr_*", "moove-gdpr-*"),
    "Real Cookie Banner": ("rcb-banner*",),
    "Funding Choices": ("fc-consent-root", "fc-dialog-*"),
    "Ketch": ("lanyard_root", "ketch-*"),
    "Civic": ("ccc-overlay", "ccc-notify*", "ccc-module"),
    "Crownpeak": ("evidon-*", "_evidon*"),
    "Silktide": ("silktide-*",),
}
"""Their containers' ids and classes, in small letters; where a `*` ends one, all that begin so. None is a name that a
site would give to an article."""
# fmt: on

_WHOLE = frozenset(name for names in _SERVICES.values() for name in names if not name.endswith("*"))
_BEGINNINGS = tuple(sorted({name[:-1] for names in _SERVICES.values() for name in names if name.endswith("*")}))
_PAGE = ("article", "main", "h1")
"""What holds one of these is the page, which such scripts mark while their question is open."""


def take_out(body: etree._Element) -> None:
    """Take the containers of these services out of a page."""
    for element in list(body.iter(etree.Element)):
        if element.attrib and _is_container(element):
            remove(element)


def _is_container(element: etree._Element) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}".lower().split()
    if not any(name in _WHOLE or name.startswith(_BEGINNINGS) for name in names):
        return False
    return next(element.iter(*_PAGE), None) is None
