// An object of JSON as a tree, with the functions of ObjectText, for what is compared or arranged before it is printed.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace abi {

class ObjectTree {
  public:
    /// Adds members to `node`, which becomes an object with the first one.
    explicit ObjectTree(nlohmann::ordered_json& node) : node_(node) {}

    template <typename Value>
    void put(std::string_view key, const Value& value) {
        node_[key] = value;
    }

    template <typename Values, typename HasRows, typename AddMembers>
    void put_list(std::string_view key, const Values& values, const HasRows& /*has_rows*/,
                  const AddMembers& add_members) {
        auto& list = node_[key] = nlohmann::ordered_json::array();
        for (const auto& value : values) {
            ObjectTree object(list.emplace_back());
            add_members(object, value);
        }
    }

  private:
    nlohmann::ordered_json& node_;
};

}  // namespace abi
