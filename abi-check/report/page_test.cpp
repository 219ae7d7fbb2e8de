#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "report/report.h"
#include "report/sample.h"

using namespace abi;

namespace {

/// Goes through the tags of a page. Enough of HTML for a page that we write ourselves.
struct Tags {
    std::string fault;  // the first thing that is wrong; empty: well-formed
    std::multiset<std::string> ids;
    std::set<std::string> links;  // "#…" without the sign
};

std::vector<std::string> values_of(const std::string& tag, const std::string& name) {
    std::vector<std::string> values;
    const std::string begin = " " + name + "=\"";
    for (auto at = tag.find(begin); at != std::string::npos; at = tag.find(begin, at + 1)) {
        const auto from = at + begin.size();
        values.push_back(tag.substr(from, tag.find('"', from) - from));
    }
    return values;
}

/// The position after the tag that begins at `at`: the first `>` outside a quoted attribute.
std::size_t end_of_tag(const std::string& page, std::size_t at) {
    bool quoted = false;
    for (; at < page.size(); ++at) {
        if (page[at] == '"') quoted = !quoted;
        if (page[at] == '>' && !quoted) return at + 1;
    }
    return std::string::npos;
}

Tags read_tags(const std::string& page) {
    static const std::set<std::string> without_end{"meta", "input", "br"};
    Tags tags;
    std::vector<std::string> open;
    for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at)) {
        const auto end = end_of_tag(page, at);
        if (end == std::string::npos) {
            tags.fault = "a tag that does not end";
            return tags;
        }
        const std::string tag = page.substr(at, end - at);
        at = end;
        if (tag.starts_with("<!")) continue;
        const bool closes = tag[1] == '/';
        const auto begin = closes ? std::size_t{2} : std::size_t{1};
        const std::string name = tag.substr(begin, tag.find_first_of(" />", begin) - begin);
        for (const auto& id : values_of(tag, "id")) tags.ids.insert(id);
        for (const auto& link : values_of(tag, "href")) tags.links.insert(link.substr(1));
        // Cells, rows and items need no end tag: the next one, or the end of the table or list, ends them.
        const auto leave = [&](std::initializer_list<std::string_view> names) {
            while (!open.empty() && std::ranges::find(names, open.back()) != names.end()) open.pop_back();
        };
        if (name == "th" || name == "td") leave({"th", "td"});
        if (name == "li" || name == "ul") leave({"li"});
        if (name == "tr" || name == "tbody" || name == "table") leave({"th", "td", "tr"});
        if ((name == "tbody" && !closes) || (name == "table" && closes)) leave({"thead", "tbody"});
        if (closes && (name == "th" || name == "td" || name == "tr" || name == "li")) continue;
        if (closes) {
            if (open.empty() || open.back() != name) {
                tags.fault = tag + " closes " + (open.empty() ? "nothing" : open.back());
                return tags;
            }
            open.pop_back();
        } else if (!tag.ends_with("/>") && !without_end.contains(name)) {
            open.push_back(name);
            if (name == "style" || name == "script") at = page.find("</" + name, at);
        }
    }
    if (!open.empty()) tags.fault = open.back() + " is left open";
    return tags;
}

bool has(const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
}

const std::string evil = "\"'><script>alert(1)</script>&";

Comparison hostile() {
    Comparison c = sample::complete();
    c.title = c.digest = evil;
    c.layers[0] = c.targets[0] = evil;
    for (auto& record : c.expected.records) {
        record.name += evil;
        record.doc = evil;
        for (auto& field : record.fields) field.name = field.doc = field.name + evil;
    }
    for (auto& cell : c.cells) {
        cell.record += evil;
        cell.layer += evil;
        cell.reason = evil;
        if (cell.actual) cell.actual->name = cell.record;
        cell.evidence = {{evil, WitnessState::fields_unknown, evil}, {evil + "2", WitnessState::nothing, evil}};
    }
    for (auto& finding : c.findings) {
        finding.record += evil;
        finding.field = finding.layer = finding.message = finding.remedy = finding.expected = finding.actual = evil;
        finding.place.file = evil;
        finding.related.push_back({{evil, 1, 1, 0, 0}, evil});
    }
    c.expected.enums[0].name = c.expected.enums[0].enumerators[0].name = evil;
    c.expected.constants[0].name = c.expected.constants[0].doc = evil;
    c.skipped = c.unread = {evil};
    c.problems = {{{evil, 1, 1, 0, 0}, evil, evil, evil}};
    c.findings[0].waived = c.findings[0].witness = c.findings[0].related[0].revision = evil;
    return c;
}

/// A story with an attack in each of its texts.
Story hostile_story() {
    const Explanation best{.record = evil,
                           .names = {evil},
                           .size_bytes = 8,
                           .stride_bytes = 8,
                           .packets = 1,
                           .reasons = {{evil, 1.0}},
                           .alike = {evil}};
    const PacketReading packet{0, {1, 2, 3, 4, 5, 6, 7, 8}, {{evil, 0, 32, evil, evil, true}}};
    return {.input = evil,
            .bytes = 8,
            .format = evil,
            .remarks = {evil},
            .candidates = 1,
            .sentences = {evil},
            .ranked = {best},
            .written = {packet},
            .reader = evil,
            .seen = {packet},
            .remedy = evil};
}

}  // namespace

TEST_CASE("every page is well-formed, its ids are unique and its links lead somewhere") {
    struct {
        const char* name;
        Comparison comparison;
    } const cases[] = {
        {"nothing at all", {}},         {"one record that conforms", sample::conforming()},
        {"a drift", sample::drifted()}, {"one of everything", sample::complete()},
        {"a diff", sample::changed()},  {"names that attack the page", hostile()},
    };
    for (const auto& one : cases) {
        INFO(one.name);
        const Tags tags = read_tags(report_html(one.comparison));
        CHECK(tags.fault == "");
        for (const auto& id : tags.ids) CHECK_MESSAGE(tags.ids.count(id) == 1, id);
        for (const auto& link : tags.links) CHECK_MESSAGE(tags.ids.count(link) == 1, link);
    }
}

TEST_CASE("no name can put a tag or an attribute on the page") {
    const std::string page = report_html(hostile());
    CHECK_FALSE(has(page, "<script>alert"));
    CHECK_FALSE(has(page, "'><"));
    CHECK(has(page, "&lt;script&gt;alert(1)"));
}

TEST_CASE("no text of a story can put a tag or an attribute on the page of explain") {
    const std::string page = explain_html(hostile_story());
    CHECK(read_tags(page).fault == "");
    CHECK_FALSE(has(page, "<script>alert"));
    CHECK_FALSE(has(page, "'><"));
    CHECK(has(page, "&lt;script&gt;alert(1)"));
}

TEST_CASE("the page needs nothing but itself") {
    const std::string page = report_html(sample::complete());
    for (const auto* what : {"http:", "https:", "src=", "@import", "<link"}) {
        INFO(what);
        CHECK_FALSE(has(page, what));
    }
    CHECK(has(page, "color-scheme: light dark"));
    CHECK(has(page, "light-dark("));
    CHECK(has(page, "@media print"));
}

TEST_CASE("the verdict stands at the head in words and as a symbol") {
    CHECK(has(report_html(sample::conforming()), "<strong>Conforms</strong>"));
    CHECK(has(report_html(sample::drifted()), "<strong>Does not conform</strong>"));
    CHECK(has(report_html(sample::changed()), "<strong>Breaking changes</strong>"));
    CHECK(has(report_html(sample::drifted()), "</strong>: 1 cause in 1 layer; the record does not conform</span>"));
    CHECK(has(report_html({}), "<strong>Nothing was checked</strong>"));
    Comparison unsure = sample::conforming();
    unsure.cells[0].verdict = Verdict::unverified;
    CHECK(has(report_html(unsure), "<strong>Not everything could be verified</strong>"));
}

TEST_CASE("records and findings have ids that hold from run to run") {
    const Tags before = read_tags(report_html(sample::drifted()));
    CHECK(before.ids.contains("record-CmdPacket"));
    CHECK(std::ranges::count_if(before.ids, [](const auto& id) { return id.starts_with("finding-"); }) == 2);
    Comparison moved = sample::drifted();
    for (auto& finding : moved.findings) finding.place.line += 7;
    CHECK(read_tags(report_html(moved)).ids == before.ids);
}

TEST_CASE("each finding says why it matters and how to mend it") {
    Comparison c = sample::drifted();
    c.findings.resize(1);
    const std::string page = report_html(c);
    const RuleRow& rule = row_of(c.findings[0].rule);
    CHECK(page.find(std::string(rule.why.substr(0, 20))) != std::string::npos);
    CHECK(page.find("<b>How to mend it.</b> " + std::string(rule.mend.substr(0, 20))) != std::string::npos);
}

TEST_CASE("the table beside the byte map says what the map shows") {
    const std::string page = report_html(sample::drifted());
    CHECK(has(page, "≠ 4 bytes, not 8 bytes"));
    CHECK(has(page, "(implicit padding)"));
    CHECK(has(page, "hal on riscv64, x86_64"));
    CHECK(has(page, "Field by field: 1 of 4 differs"));
    CHECK(has(page, "CmdPacket exists on riscv64, x86_64 only, says the spec"));
}

TEST_CASE("a diff speaks of before and after") {
    const std::string page = report_html(sample::changed());
    CHECK(has(page, ">before</text>"));
    CHECK(has(page, ">after</text>"));
    CHECK(has(page, "<span class=\"change breaking\">breaking</span>"));
    CHECK_FALSE(has(page, ">spec</text>"));
    CHECK(has(page, "The upper row is before the change, the lower row after it."));
    CHECK(has(page, "hide records that did not change"));
    CHECK_FALSE(has(page, "where a field was expected"));
}

TEST_CASE("a record of 10,000 fields makes a page that a browser opens, and says what it leaves out") {
    Comparison c = sample::conforming();
    Record big = sample::record("Big", 40000, 4, {});
    for (unsigned i = 0; i < 10000; ++i) {
        big.fields.push_back(sample::field("field_" + std::to_string(i), "u32", std::uint64_t{4} * i));
    }
    c.expected.records = {big};
    c.cells = {{"Big", "core", "riscv64", Verdict::conforms, "", big}};
    const std::string page = report_html(c);
    CHECK(page.size() < 200'000);
    CHECK(has(page, "9000 more fields left out of this table"));
    c.cells[0].verdict = Verdict::differs;
    const std::string drawn = report_html(c);
    CHECK(drawn.size() < 2'000'000);
    CHECK(has(drawn, "2404 rows not drawn"));
}

TEST_CASE("what each witness saw stands below the verdict, with its reason") {
    Comparison c = sample::conforming();
    c.cells[0].evidence = {{"probe", WitnessState::seen, ""},
                           {"dwarf", WitnessState::fields_unknown, "an integer of \"256\" bits"}};
    const std::string page = report_html(c);
    CHECK(has(page, R"(<span class="visually-hidden">core, </span>probe</th><td class="pass">✓ seen</td>)"));
    CHECK(has(page, R"(title="an integer of &quot;256&quot; bits">? blind</td>)"));
}

TEST_CASE("the page shows what is waived and known as such, and offers to hide it") {
    const std::string page = report_html(sample::accepted(), {});
    for (
        const char* part :
        {"What does not conform is accepted", R"(<td class="waived">○ waived</td>)",
         R"(<td class="known">◇ known</td>)", R"(<section class="record item known")", R"(name="accepted")",
         R"(<div class="finding known")", R"(<li class="known"><b>1</b> known</li>)",
         R"(<span class="verdict waived"><span aria-hidden="true">○</span> waived</span> does not conform, and waivers)"}) {
        CAPTURE(part);
        CHECK(page.find(part) != std::string::npos);
    }
    CHECK(report_html(sample::drifted(), {}).find(R"(name="accepted")") == std::string::npos);
}

TEST_CASE("an error about a constant that is accepted does not make a page that conforms") {
    Comparison c = sample::conforming();
    CHECK(report_html(c, {}).find("<strong>Conforms</strong>") != std::string::npos);
    c.findings = {{.rule = Rule::value, .record = "C", .message = "m", .waived = "agreed"}};
    CHECK(report_html(c, {}).find("<strong>Conforms</strong>") == std::string::npos);
}

TEST_CASE("a record that varies by target has one section, with a heading for each of its layouts") {
    const std::string page = report_html(sample::by_target(), {});
    const Tags tags = read_tags(page);
    CHECK(tags.fault.empty());
    CHECK(tags.ids.count("record-Event") == 1);
    CHECK(has(page, R"(<p class="part">Layout on all other targets</p>)"));
    CHECK(has(page, R"(<p class="part">Layout on x86_64</p>)"));
    CHECK_FALSE(has(page, "not expected"));
}

TEST_CASE("the head tells revision, date, version and command line") {
    const TextStyle style{
        .page = {.revision = "0123456789ab with changes", .date = "2026-11-30", .command = "abi-check -p b"}};
    const std::string page = report_html(sample::conforming(), style);
    CHECK(has(page, "<span>revision <code>0123456789ab with changes</code></span> <span>2026-11-30</span>"));
    CHECK(has(page, "<code>abi-check -p b</code></p>"));
    CHECK_FALSE(has(report_html(sample::conforming()), "revision"));
}

TEST_CASE("places are links where the page knows an address, and show their lines") {
    const Comparison c = sample::drifted();
    TextStyle style;
    style.page.source_url = "https://host/blob/main/{path}#L{line}";
    style.page.read_source = [](const std::string& file) {
        std::string text;
        for (int i = 1; i < 40 && file == "refkernel/hal/channel.h"; ++i) text += "line <" + std::to_string(i) + ">\n";
        return text;
    };
    const std::string page = report_html(c, style);
    CHECK(has(page, R"(<a href="https://host/blob/main/refkernel/hal/channel.h#L21">)"));
    CHECK(has(page, R"(<a href="https://host/blob/main/spec/membrane.abi.json#L66">)"));
    CHECK(has(page, "   20   line &lt;20&gt;\n<b>   21 ▸ line &lt;21&gt;</b>\n   22"));
    CHECK_FALSE(has(page, "&lt;24&gt;"));
    CHECK_FALSE(has(report_html(c), "<a href=\"https"));
}

TEST_CASE("a place of an older revision is a link only if the address names the revision") {
    Comparison c = sample::changed();
    c.findings[0].related = {{{"old.h", 3, 1, 0, 0}, "it was here", "0123456789ab"},
                             {{"/usr/a.h", 1, 1, 0, 0}, "outside", ""}};
    TextStyle style;
    style.page.source_url = "https://host/{path}";
    CHECK_FALSE(has(report_html(c, style), "https://host/old.h"));
    CHECK_FALSE(has(report_html(c, style), "https://host//usr"));
    style.page.source_url = "https://host/{rev}/{path}";
    CHECK(has(report_html(c, style), "https://host/0123456789ab/old.h"));
    c.findings[0].related[0].revision = "before.json";
    CHECK_FALSE(has(report_html(c, style), "https://host/before.json"));
}

TEST_CASE("a record that conforms takes a line, and its fields and tiles about 600 bytes") {
    Comparison c;
    c.layers = {"core"};
    c.targets = {"riscv64"};
    for (int i = 0; i < 100; ++i) {
        Record record = sample::record("CmdPacket", 32, 8,
                                       {sample::field("kind", "u32", 0), sample::field("_pad", "u32", 4, Role::padding),
                                        sample::field("arg", "u64", 8), sample::field("id", "bytes[16]", 16)});
        record.name += std::to_string(i);
        c.expected.records.push_back(record);
        c.cells.push_back({record.name, "core", "riscv64", Verdict::conforms, "", record});
    }
    const std::string page = report_html(c);
    const auto row = page.find(R"(<details class="row" id="record-CmdPacket8")");
    CHECK(page.find("<details", row + 1) - row < 600);
    CHECK(has(page, R"(<details class="row" id="record-CmdPacket7"><summary><b>CmdPacket7</b> struct · 32 bytes)"));
    CHECK(has(page, R"(<table data-map="256"><tr><th>kind<td>u32<td>0<tr>)"));
    CHECK_FALSE(has(page, R"(<svg class="map")"));
}

TEST_CASE("in a long list the script makes the links, by the template of the section") {
    Comparison c;
    for (int i = 0; i < 100; ++i) {
        Record record = sample::cmd_packet();
        record.name += std::to_string(i);
        record.place = {"a b.h", static_cast<unsigned>(i + 1), 1, 0, 0};
        c.expected.records.push_back(record);
        c.cells.push_back({record.name, "core", "riscv64", Verdict::conforms, "", record});
    }
    TextStyle style;
    style.page.source_url = "https://host/{rev}/{path}#L{line}";
    CHECK_FALSE(has(report_html(c, style), " data-address=\""));  // the revision is not known
    style.page.commit = "0123456789ab";
    const std::string page = report_html(c, style);
    CHECK(has(page, R"(id="conform" data-address="https://host/0123456789ab/{path}#L{line}")"));
    CHECK(has(page, R"(core <a href="https://host/0123456789ab/a%20b.h#L60">a b.h:60</a></p>)"));
    CHECK(has(page, "core <code>a b.h:61</code></p>"));
    CHECK(has(page, "Without scripts, places are links in the first lines only."));
    CHECK(read_tags(page).fault == "");
}

TEST_CASE("what two layers have in the same way stands once, and names both") {
    Comparison c = sample::drifted();
    c.layers.emplace_back("userland");
    for (std::size_t i = 0; i < 2; ++i) {
        Cell cell = c.cells[i];
        cell.layer = "userland";
        c.cells.push_back(cell);
        Finding finding = c.findings[i];
        finding.layer = "userland";
        finding.place.file = "user/packet.h";
        c.findings.push_back(finding);
    }
    const auto count = [&](const std::string& page, const std::string& what) {
        std::size_t times = 0;
        for (auto at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++times;
        return times;
    };
    const std::string page = report_html(c);
    CHECK(count(page, "<p class=\"message\">") == 1);
    CHECK(has(page, "in <b>hal, userland</b>"));
    CHECK(has(page, ">hal on riscv64</span>"));
    CHECK(has(page, ">userland on x86_64</span>"));
    CHECK(has(page, "refkernel/hal/channel.h:21"));
    CHECK(has(page, "user/packet.h:21"));
    CHECK(count(page, "the spec says so here") == 1);
    const Tags tags = read_tags(page);
    CHECK(std::ranges::count_if(tags.ids, [](const auto& id) { return id.starts_with("finding-"); }) == 4);
    // Another sentence, another help or another acceptance is another cause.
    for (const auto change : {&Finding::message, &Finding::remedy, &Finding::waived}) {
        Comparison other = c;
        other.findings[2].*change = other.findings[3].*change = "another";
        CHECK(count(report_html(other), "<p class=\"message\">") == 2);
    }
}

TEST_CASE("the tiles of a record that conforms name fields that overlap") {
    Comparison c = sample::complete();
    c.findings.clear();
    for (auto& cell : c.cells) cell.verdict = Verdict::conforms;
    CHECK(has(report_html(c), R"(<table data-map="32f 32p 32f2.3.4 32f2.3">)"));
}

TEST_CASE("a cause stands once, above the map of the shape that it is about") {
    const std::string page = report_html(sample::drifted());
    const auto sentence = page.find("<p class=\"message\">");
    CHECK(sentence < page.find("<svg class=\"map\""));
    CHECK(page.find("<svg class=\"map\"") < page.find("<section id=\"grid\""));
}

TEST_CASE("witnesses have rows in the grid only where they disagree") {
    Comparison c = sample::conforming();
    c.cells[0].evidence = {{"clang", WitnessState::seen, ""}, {"dwarf", WitnessState::seen, ""}};
    CHECK_FALSE(has(report_html(c), "dwarf</th>"));
    CHECK(has(report_html(c), "where they do not all see the same"));
    c.cells[0].evidence[1].state = WitnessState::contradicts;
    CHECK(has(report_html(c), "dwarf</th>"));
}

TEST_CASE("what is waived, known and unverified has its own colour and symbol") {
    Comparison c = sample::drifted();
    c.findings[0].rule = Rule::unverified;
    c.findings[1].known = true;
    c.findings.push_back(c.findings[0]);
    c.findings.back().waived = "agreed";
    const std::string page = report_html(c);
    for (const char* part :
         {R"(<div class="finding unknown"><p class="head"><span class="level"><span aria-hidden="true">?)",
          R"(<div class="finding known"><p class="head"><span class="level"><span aria-hidden="true">◇)",
          R"(<div class="finding waived"><p class="head"><span class="level"><span aria-hidden="true">○)"}) {
        CAPTURE(part);
        CHECK(has(page, part));
    }
}

TEST_CASE("a long list is text for the script after its first lines, and <noscript> is never nested") {
    for (const Verdict verdict : {Verdict::conforms, Verdict::differs}) {
        Comparison c;
        c.layers = {"core"};
        c.targets = {"riscv64"};
        for (int i = 0; i < 200; ++i) {
            Record record = sample::cmd_packet();
            record.name += std::to_string(i);
            c.expected.records.push_back(record);
            c.cells.push_back({record.name, "core", "riscv64", verdict, "", record});
        }
        const std::string whole = report_html(c);
        const std::string page = whole.substr(0, whole.find("<script>"));
        const Tags tags = read_tags(whole);
        CHECK(tags.fault == "");
        CHECK(tags.ids.count("record-CmdPacket199") == 1);
        CHECK(has(page, verdict == Verdict::conforms ? "140 more follow" : "192 more follow"));
        CHECK(has(page, "<!--next-->"));
        std::size_t depth = 0;
        for (auto at = page.find("noscript>"); at != std::string::npos; at = page.find("noscript>", at + 1)) {
            page[at - 1] == '<' ? ++depth : --depth;
            CHECK(depth < 2);
            if (depth > 1) break;
        }
        CHECK(depth == 0);
    }
}

TEST_CASE("a page draws few maps, and the script draws the others") {
    Comparison c;
    for (int i = 0; i < 600; ++i) {
        Record record = sample::cmd_packet();
        record.name += std::to_string(i);
        c.expected.records.push_back(record);
        c.cells.push_back({record.name, "core", "riscv64", Verdict::differs, "", record});
    }
    const std::string page = report_html(c);
    CHECK(page.size() < 2'000'000);
    CHECK(has(page, "<summary>Byte map and fields as found</summary>"));
}
