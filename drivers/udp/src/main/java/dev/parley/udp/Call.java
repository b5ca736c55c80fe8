package dev.parley.udp;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A task with an answer. */
final class Call<T extends @Nullable Object> implements Runnable {
    private final Callable<T> task;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Call(Callable<T> task) {
        this.task = task;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // whatever it is, it belongs to whoever asked
    public void run() {
        try {
            answer.complete(task.call());
        } catch (Exception e) {
            answer.completeExceptionally(e);
        }
    }

    void refuse() {
        answer.completeExceptionally(new IllegalStateException("The event loop is closed."));
    }
}
