#include "tool/today.h"

#include <ctime>

namespace abi {

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[11] = "";
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &utc)};
}

}  // namespace abi
