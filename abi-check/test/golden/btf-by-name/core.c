/* A part of the kernel's record: the loader finds each field by its name. */
struct task___new {
    int pid;
} __attribute__((preserve_access_index));

/* What the program writes for its user. */
struct event {
    unsigned int pid;
    unsigned int cpu;
} event;

long entry(struct task___new *task)
{
    event.pid = task->pid;
    return 0;
}
