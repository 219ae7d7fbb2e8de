#include "model/target_facts.h"

namespace abi {
namespace {

constexpr std::array rows{
#define TARGET_FACT(identifier, key, title, unit) FactRow{Fact::identifier, key, title, unit},
#include "model/target_facts.def"
#undef TARGET_FACT
};

}  // namespace

std::span<const FactRow> fact_table() {
    return rows;
}

}  // namespace abi
