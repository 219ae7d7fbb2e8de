#include "report/report.h"

namespace abi {

std::span<const Format> formats() {
    static constexpr Format rows[] = {
#define FORMAT(name, explain, purpose) {#name, purpose, report_##name, explain},
#include "report/formats.def"
#undef FORMAT
    };
    return rows;
}

}  // namespace abi
