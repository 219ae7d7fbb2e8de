#include <doctest/doctest.h>

#include "specfile/read.h"

namespace abi {
namespace {

Spec spec(const std::string& name, const std::string& parts) {
    const auto made = parse_spec(name + ".json", R"({"name": ")" + name + "\", " + parts + "}");
    for (const auto& problem : made.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(made);
    return *made;
}

const std::string constant_c = R"("constants": [{"name": "C", "type": "u8", "value": 1}])";
const std::string record_r = R"("records": [{"name": "R", "size": 1, "align": 1,
    "fields": [{"name": "a", "type": "u8", "offset": 0}]}])";
const std::string enum_e = R"("enums": [{"name": "E", "type": "u8", "values": [{"name": "A", "value": 1}]}])";

TEST_CASE("several specs become one layout, in their order") {
    const auto merged = merge_specs({spec("a", constant_c), spec("b", record_r), spec("c", enum_e)});
    REQUIRE(merged);
    CHECK(merged->origin == "a.json, b.json, c.json");
    CHECK(merged->constants.at(0).name == "C");
    CHECK(merged->records.at(0).name == "R");
    CHECK(merged->enums.at(0).name == "E");
    CHECK(merge_specs({})->records.empty());
}

TEST_CASE("a name that two specs declare is a problem, with both places") {
    const auto merged = merge_specs({spec("a", constant_c), spec("b", constant_c)});
    REQUIRE(merged.problems.size() == 1);
    CHECK(to_string(merged.problems[0]) ==
          "b.json:1:38: error: expected one declaration of C, found another at a.json:1:38");
    CHECK(merge_specs({spec("a", record_r), spec("b", record_r)}).problems.size() == 1);
    CHECK(merge_specs({spec("a", enum_e), spec("b", enum_e)}).problems.size() == 1);
}

TEST_CASE("records keep the byte order of their spec") {
    const auto merged = merge_specs({spec("a", constant_c), spec("b", R"("byte_order": "big", )" + record_r)});
    REQUIRE(merged);
    CHECK(merged->byte_order == ByteOrder::little);
    CHECK(merged->records.at(0).byte_order == ByteOrder::big);
    CHECK_FALSE(merge_specs({spec("a", record_r), spec("b", constant_c)})->records.at(0).byte_order);
}

TEST_CASE("the digest of one spec stands alone, those of several have names") {
    const Spec a = spec("a", constant_c);
    const Spec b = spec("b", record_r);
    CHECK(digest_text({a}) == a.digest);
    CHECK(digest_text({a, b}) == "a=" + a.digest + " b=" + b.digest);
    CHECK(digest_text({}).empty());
}

}  // namespace
}  // namespace abi
