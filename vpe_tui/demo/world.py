"""Who watches what, where and with what: the pools that sessions are drawn from. All addresses are reserved ones."""

from random import Random
from typing import NamedTuple

from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.playback import LADDER, NATIVE_LADDER, Media, Rung


class Place(NamedTuple):
    """Where a viewer is."""

    isp: str
    nation: str
    address: str
    lang: str


class Device(NamedTuple):
    """What a viewer watches on. `device` is the API's word: `PC` or `Mobile`."""

    os: str
    browser: str
    screen: str
    device: str


class Title(NamedTuple):
    """An item on a shelf. A channel has the length 0."""

    name: str
    length_s: int


Shelf = tuple[Title, ...]

_KOREA = "Korea, Republic of"
PLACES = (
    Place("SK Broadband Co Ltd", _KOREA, "Yeoksam 2-dong, Gangnam-gu, Seoul", "ko"),
    Place("Korea Telecom", _KOREA, "Jeongja-dong, Bundang-gu, Seongnam-si", "ko"),
    Place("Korea Telecom", _KOREA, "U-dong, Haeundae-gu, Busan", "ko-KR"),
    Place("LG POWERCOMM", _KOREA, "Songdo-dong, Yeonsu-gu, Incheon", "ko"),
    Place("SK Telecom", _KOREA, "Dunsan-dong, Seo-gu, Daejeon", "ko-KR"),
    Place("LG DACOM Corporation", _KOREA, "Chuncheon-si, Gangwon-do", "ko"),
    Place("LG HelloVision Corp.", _KOREA, "Yeon-dong, Jeju-si, Jeju-do", "ko"),
    Place("NTT Communications Corporation", "Japan", "Chiyoda-ku, Tokyo", "ja"),
    Place("Comcast Cable Communications, LLC", "United States", "Fremont, California", "en-US"),
    Place("Deutsche Telekom AG", "Germany", "Köln, Nordrhein-Westfalen", "de-DE"),
    Place("Viettel Group", "Viet Nam", "Quận 1, Hồ Chí Minh", "vi"),
    Place("Chunghwa Telecom Co. Ltd.", "Taiwan, Province of China", "Da'an District, Taipei", "zh-TW"),
)
UNKNOWN_PLACE = Place("Unknown", "Unknown", "Unknown", "ko")

PCS = (
    Device("Windows / 10", "Edge / 141.0.0.0", "1680x1050", "PC"),
    Device("Windows / 11", "Chrome / 141.0.7390.54", "1920x1080", "PC"),
    Device("Windows / 10", "Whale / 4.33.325.17", "2560x1440", "PC"),
    Device("Windows / 11", "Firefox / 143.0", "1536x864", "PC"),
    Device("Mac OS / 10.15.7", "Safari / 18.6", "1728x1117", "PC"),
    Device("Mac OS / 15.6.1", "Chrome / 140.0.7339.213", "2560x1600", "PC"),
    Device("Linux / x86_64", "Firefox / 140.3.0", "3840x2160", "PC"),
)
IPHONES = (
    Device("iOS / 18.6.2", "Mobile Safari / 18.6", "393x852", "Mobile"),
    Device("iOS / 17.7", "NAVER / 12.14.3", "390x844", "Mobile"),
    Device("iOS / 26.0.1", "Mobile Safari / 26.0", "440x956", "Mobile"),
)
ANDROIDS = (
    Device("Android / 15", "Chrome Mobile / 141.0.7390.43", "412x915", "Mobile"),
    Device("Android / 14", "Samsung Internet / 28.0", "360x780", "Mobile"),
    Device("Android / 13", "KakaoTalk / 25.8.2", "384x854", "Mobile"),
)
REACT_NATIVES = (
    Device("ios", "NativeAPP / 18.5", "430x932", "Mobile"),
    Device("Android / 15", "NativeAPP / 15", "411x891", "Mobile"),
)
ANDROID_APPS = (
    Device("Android / 15", "NativeAPP", "412x915", "Mobile"),
    Device("Android / 14", "NativeAPP", "360x780", "Mobile"),
    Device("Android / 13", "NativeAPP", "384x854", "Mobile"),
)

CLIPS: Shelf = (
    Title("NAVER Cloud introduction video", 91),
    Title("Product keynote, the short cut", 412),
    Title("Live Station in five minutes", 318),
    Title("Untitle", 246),
    Title("How a data centre is cooled", 534),
    Title("Recipe: 김치찌개 (kimchi stew)", 377),
    Title(
        "Autumn lecture series, part 7 of 12: from adaptive streaming to low-latency live, and what a viewer notices "
        "of either when the network between the two of them has a bad evening (recorded with subtitles in English, "
        "한국어, 日本語 and Tiếng Việt; questions from the audience are at the end)",
        840,
    ),
)
FEATURES: Shelf = (
    Title("Autumn in Seoraksan (documentary)", 3_124),
    Title("Cloud architecture course, lecture 14", 4_870),
    Title("The Lighthouse Keeper's Radio", 6_912),
    Title("주말 드라마 제12화: 돌아온 편지", 3_965),
    Title("Untitle", 5_400),
    Title("Symphony No. 9, full concert", 4_287),
)
KOREAN_CLIPS: Shelf = (
    Title("네이버 클라우드 플랫폼 소개 영상", 187),
    Title("[다시보기] 2025 개발자 콘퍼런스 기조연설 — 하이라이트", 655),
    Title("집에서 만드는 김치찌개 🍲 10분 완성", 604),
    Title("수학Ⅰ 제3강: 지수함수와 로그함수", 1_510),
)
CHANNELS: Shelf = (
    Title("News channel LIVE", 0),
    Title("[LIVE] 프로야구 중계: 잠실", 0),
    Title("Shopping LIVE: autumn outlet", 0),
    Title("CCTV: Gwangalli beach, Busan", 0),
)

_MASKED_IP = "***.***.***.***"
_NETS = ("192.0.2", "198.51.100", "203.0.113")
_ORIGINS = ("www.example.com", "tv.example.co.kr", "class.example.org", "shop.example.net")
_PAGES = ("/", "/watch", "/demo/scrollFloating", "/vod/detail?id=20251008", "/lecture/14", "/강의/목록")
_PLAYERS = ("main-player", "lecture-room", "vpe-guide-website", "쇼핑라이브 플레이어")
_VERSIONS = ("latest", "1.2.14", "1.2.9", "1.1.30")
_APP_PAGE = "com.example.app://appView/"


_APP_VERSIONS = ("2.1.3", "2.0.2")
"""Of the React Native player, and of the Android one."""


class Cast(NamedTuple):
    """The parts of a session: `user` and `player` as they stand in the answer, and two items to play."""

    user: dict[str, str]
    player: dict[str, str]
    origin: str
    playlist: tuple[Media, Media]
    ladder: tuple[Rung, ...]


def cast(rng: Random, shelf: Shelf, devices: tuple[Device, ...], kind: Kind) -> Cast:
    """Draws a viewer with one of the devices, a player, and two titles of the shelf."""
    device = rng.choice(devices)
    place = UNKNOWN_PLACE if kind is Kind.UNKNOWN_PLACE else rng.choice(PLACES)
    is_app = device in REACT_NATIVES + ANDROID_APPS
    user = {
        "os": device.os,
        "isp": place.isp,
        "nation": place.nation,
        "address": place.address,
        "browser": device.browser,
        "ip": _MASKED_IP if kind is Kind.MASKED_IP else f"{rng.choice(_NETS)}.{rng.randint(1, 254)}",
        "device": device.device,
        "screen": device.screen,
        "lang": place.lang,
        "visitedPage": _APP_PAGE + rng.choice(("Home", "Player", "Live/Detail")) if is_app else rng.choice(_PAGES),
    }
    player = {
        "playerName": "vpe-app" if is_app else rng.choice(_PLAYERS),
        "playerVersion": _APP_VERSIONS[device in ANDROID_APPS] if is_app else rng.choice(_VERSIONS),
        "playerType": "VPE",
        "playerUrl": "com.example.app&android&15" if device in ANDROID_APPS else "https://player.vpe.example.com",
    }
    first, second = rng.sample(shelf, 2)
    ladder = NATIVE_LADDER if device in IPHONES else LADDER
    formats = ("hls",) if device.device == "Mobile" else ("hls", "hls", "hls", "dash")
    playlist = _media(rng, first, formats), _media(rng, second, formats)
    return Cast(user, player, "com.example.app" if is_app else rng.choice(_ORIGINS), playlist, ladder)


def _media(rng: Random, title: Title, formats: tuple[str, ...]) -> Media:
    form = rng.choice(formats)
    file = "master.m3u8" if form == "hls" else "manifest.mpd"
    stem = f"{rng.getrandbits(40):010x}"
    vod = f"{form}/{stem}/endpoint/{stem}_,1080p,720p,480p,.mp4.smil"
    path = vod if title.length_s else f"live/channel-{stem}"
    return Media(title.name, f"https://video.example.com/{path}/{file}", form, title.length_s)
