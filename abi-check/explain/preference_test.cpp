#include "explain/preference.h"

#include <doctest/doctest.h>

namespace {

/// Fits of the records a, b and c.
struct Ranked {
    std::vector<abi::Candidate> candidates{
        {.record = "a", .names = {}}, {.record = "b", .names = {}}, {.record = "c", .names = {}}};
    std::vector<abi::Fit> fits;

    explicit Ranked(std::vector<double> bits) {
        for (std::size_t i = 0; i < bits.size(); ++i) {
            fits.emplace_back();
            fits.back().candidate = &candidates[i];
            fits.back().bits = bits[i];
        }
    }
    std::string first() const { return fits[0].candidate->record; }
};

}  // namespace

TEST_CASE("The record that the user names is first if another one has only a little more evidence") {
    Ranked ranked({100, 90, 80});
    CHECK(abi::prefer(std::vector<std::string>{"b"}, 0, ranked.fits));
    CHECK(ranked.first() == "b");
    CHECK(ranked.fits[1].bits == 100);
    CHECK(ranked.fits[2].bits == 80);
}

TEST_CASE("The record that the user names is not first if another one is sure") {
    Ranked ranked({100, 90, 80});
    CHECK_FALSE(abi::prefer(std::vector<std::string>{"c"}, 0, ranked.fits));
    CHECK(ranked.first() == "a");
}

TEST_CASE("Without a name, and with that of the best, nothing moves") {
    Ranked ranked({100, 90, 80});
    CHECK_FALSE(abi::prefer({}, 0, ranked.fits));
    CHECK_FALSE(abi::prefer(std::vector<std::string>{"a"}, 0, ranked.fits));
    CHECK_FALSE(abi::prefer(std::vector<std::string>{"z"}, 0, ranked.fits));
    CHECK(ranked.first() == "a");
}
