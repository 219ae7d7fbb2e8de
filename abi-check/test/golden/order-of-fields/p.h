struct s {
    unsigned long long zeta, beta, alpha;
    unsigned tail;
};
