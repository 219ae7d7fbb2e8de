#include "tool/help_words.h"

#include <utility>

#include "gen/gen.h"
#include "model/words.h"
#include "tool/commands.h"

namespace abi {

std::string fill_in(std::string_view text, Command command) {
    std::string filled(text);
    for (const auto& [mark, list] :
         {std::pair{std::string_view("{languages}"), list_names(languages(), "or", &Language::name)},
          std::pair{std::string_view("{formats}"), list_names(report_formats(command), "or")}}) {
        if (const auto at = filled.find(mark); at != std::string::npos) filled.replace(at, mark.size(), list);
    }
    return filled;
}

std::string label_of(const OptionRow& row) {
    if (std::holds_alternative<std::optional<bool> Options::*>(row.member)) return spelling(row) + "[=true|false]";
    const bool has_blank = !row.value.empty() && !row.value.starts_with("[=");
    return spelling(row) + (has_blank ? " " : "") + std::string(row.value);
}

std::vector<const OptionRow*> options_of(Command command) {
    std::vector<const OptionRow*> rows;
    for (const auto& row : option_table()) {
        if ((row.serves & command_bit(command)) != 0) rows.push_back(&row);
    }
    return rows;
}

}  // namespace abi
