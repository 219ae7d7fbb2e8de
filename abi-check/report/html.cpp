#include "report/html.h"

namespace abi {

Html prose(std::string_view text) {
    Html made;
    while (true) {
        const auto open = text.find('`');
        const auto close = open == std::string_view::npos ? open : text.find('`', open + 1);
        if (close == std::string_view::npos) return made.add("{}", text);
        made.add("{}<code>{}</code>", text.substr(0, open), text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
}

}  // namespace abi
