#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "report/report.h"
#include "report/sample.h"

using namespace abi;
using Json = nlohmann::json;

TEST_CASE("the JSON report holds everything of a comparison") {
    const Comparison c = sample::complete();
    const Json json = Json::parse(report_json(c));
    CHECK(json["abi_check_report"] == 1);
    CHECK(json["title"] == c.title);
    CHECK(json["digest"] == c.digest);
    CHECK(json["layers"] == c.layers);
    CHECK(json["targets"] == c.targets);
    CHECK(json["skipped"] == c.skipped);
    CHECK(json["cells"].size() == c.cells.size());
    CHECK(json["expected"]["records"].size() == 4);
    CHECK(json["expected"]["enums"][0]["enumerators"][1]["value"] == "0x400");
    CHECK(json["expected"]["constants"][0]["value"] == "0x40");
    CHECK(json["totals"]["conforms"] == count(c).conforms);
    CHECK(json["totals"]["waived"] == 1);
}

TEST_CASE("a finding has its key, its rule's id and its places") {
    const Comparison c = sample::drifted();
    const Json json = Json::parse(report_json(c));
    const Json& finding = json["findings"][0];
    CHECK(finding["key"] == "abi-width/CmdPacket/arg/hal/riscv64");
    CHECK(finding["rule"] == "abi-width");
    CHECK(finding["level"] == "error");
    CHECK(finding["change"].is_null());
    CHECK(finding["waived"].is_null());
    CHECK(
        finding["place"] ==
        Json{{"file", "refkernel/hal/channel.h"}, {"line", 21}, {"column", 14}, {"end_line", 21}, {"end_column", 17}});
    CHECK(finding["related"][0]["place"]["line"] == 66);
    CHECK(Json::parse(report_json(sample::changed()))["findings"][0]["change"] == "breaking");
}

TEST_CASE("a cell has the layout that was found, down to its tiles") {
    const Json json = Json::parse(report_json(sample::drifted()));
    const Json& actual = json["cells"][0]["actual"];
    CHECK(json["cells"][0]["verdict"] == "differs");
    CHECK(actual["fields"][2]["type"]["text"] == "u32");
    CHECK(actual["fields"][2]["offset_bits"] == 64);
    REQUIRE(actual["tiles"].size() == 5);
    CHECK(actual["tiles"][3] == Json{{"begin_bits", 96},
                                     {"end_bits", 128},
                                     {"kind", to_string(TileKind::implicit_padding)},
                                     {"fields", Json::array()}});
    CHECK(json["cells"][2]["actual"].is_null());
}

TEST_CASE("a name that is not UTF-8 does not break the report") {
    Comparison c = sample::conforming();
    c.title = "a\xFFz";
    CHECK(Json::parse(report_json(c))["title"] == "a\uFFFDz");
}

TEST_CASE("a cell says what each witness saw, and a finding which witness it is about") {
    Comparison c = sample::drifted();
    c.cells[0].evidence = {{"dwarf", WitnessState::fields_unknown, "an integer"}};
    c.findings[0].witness = "dwarf";
    const auto json = nlohmann::json::parse(report_json(c));
    CHECK(json["cells"][0]["evidence"] ==
          nlohmann::json::array({{{"witness", "dwarf"}, {"sight", "blind"}, {"reason", "an integer"}}}));
    CHECK(json["findings"][0]["witness"] == "dwarf");
}

TEST_CASE("waived and known are verdicts and totals of their own") {
    const Json report = Json::parse(report_json(sample::accepted()));
    CHECK(report["baseline"] == "abi-baseline.json");
    CHECK(report["cells"][0]["verdict"] == "waived");
    CHECK(report["cells"][1]["verdict"] == "known");
    CHECK(report["findings"][0]["known"] == true);
    CHECK(report["findings"][1]["known"] == false);
    const Json& totals = report["totals"];
    CHECK(totals["conforms"] == 2);
    CHECK(totals["waived_cells"] == 1);
    CHECK(totals["known_cells"] == 1);
    CHECK(totals["waived"] == 1);
    CHECK(totals["known"] == 1);
    CHECK(Json::parse(report_json(sample::drifted()))["baseline"].is_null());
}
