#include "server.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

double ticks_seconds(int pid) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file) {
        return 0;
    }
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    unsigned long user = 0, kernel = 0;
    char *behind_name = strrchr(text, ')');
    if (behind_name) {
        sscanf(behind_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
    }
    return (user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

double scheduled_seconds(int pid) {
    char path[300];
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *tasks = opendir(path);
    double sum = 0;
    for (struct dirent *task; tasks && (task = readdir(tasks));) {
        unsigned long long ran = 0;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", pid, task->d_name);
        FILE *file = fopen(path, "r");
        if (file) {
            if (fscanf(file, "%llu", &ran) == 1) {
                sum += ran / 1e9;
            }
            fclose(file);
        }
    }
    if (tasks) {
        closedir(tasks);
    }
    return sum;
}

long resident_kb(int pid) {
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file) && sscanf(line, "VmRSS: %ld", &kb) != 1) {
    }
    if (file) {
        fclose(file);
    }
    return kb;
}
