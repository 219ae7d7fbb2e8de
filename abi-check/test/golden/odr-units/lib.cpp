#include "node.hpp"
int f(imm::node* n) {
    return n->refs;
}
