// The parts of SARIF 2.1.0 (OASIS) that all logs share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "model/layout.h"

namespace abi {

/// Where the project lives, without a slash at its end; empty: the build does not know. SARIF has absolute addresses
/// only.
std::string_view sarif_homepage();

nlohmann::ordered_json sarif_location(const Place& place);

/// `place` may be empty.
nlohmann::ordered_json sarif_notification(const char* level, const std::string& text, const Place& place = {});

/// A log of one run. `category`: services keep the results of one category until the next run of it.
std::string sarif_log(nlohmann::ordered_json rules, const std::string& category, nlohmann::ordered_json invocation,
                      nlohmann::ordered_json results);

}  // namespace abi
