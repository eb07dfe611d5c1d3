/* A shared object that is no plugin. */
int something(void);
int something(void) { return 1; }
