#include "specfile/suggest.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

TEST_CASE("the nearest candidate within two edits is suggested") {
    const std::vector<std::string> keys{"size", "align", "fields", "CmdPacket"};
    CHECK(did_you_mean("siez", keys) == ", did you mean \"size\"?");
    CHECK(did_you_mean("field", keys) == ", did you mean \"fields\"?");
    CHECK(did_you_mean("CmdPaket", keys) == ", did you mean \"CmdPacket\"?");
}

TEST_CASE("what is three edits away, the name itself, or another word altogether is not suggested") {
    CHECK(did_you_mean("sizings", {"size"}).empty());
    CHECK(did_you_mean("size", {"size"}).empty());
    CHECK(did_you_mean("x", {"y", "ab"}).empty());
    CHECK(did_you_mean("size", {}).empty());
}

}  // namespace
}  // namespace abi
