// Reads untrusted text into a JSON document that is valid under its schema. Its users may rely on the schema.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/problem.h"
#include "specfile/places.h"
#include "specfile/schema.h"

namespace abi {

struct Document {
    nlohmann::json root;
    Places places;
};

/// Parses `text`, checks its limits and validates it. `path` is for messages only. Problems have their places.
Result<Document> read_document(const std::string& path, const std::string& text, SchemaName schema,
                               const JsonLimits& limits = {});

/// Problems of a text that was read without its places, with these and for reading.
std::vector<Problem> located(const std::string& path, const std::string& text, std::vector<Problem> problems,
                             const JsonLimits& limits = {});

/// The first hundred problems in the order of their places, and one more with the number of the others. Users correct a
/// file from its top, and a hostile file must not fill the terminal.
std::vector<Problem> for_reading(std::vector<Problem> problems);

}  // namespace abi
