#include "node.hpp"
int main() {
    imm::node n{};
    return (int)n.refs;
}
