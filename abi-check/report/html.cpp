#include "report/html.h"

namespace abi {

Html prose(std::string_view text) {
    Html made;
    std::string& out = made.text_;
    while (true) {
        const auto open = text.find('`');
        const auto close = open == std::string_view::npos ? open : text.find('`', open + 1);
        if (close == std::string_view::npos) {
            out += escape_html(text);
            return made;
        }
        out += escape_html(text.substr(0, open)) + "<code>" + escape_html(text.substr(open + 1, close - open - 1)) +
               "</code>";
        text.remove_prefix(close + 1);
    }
}

}  // namespace abi
