package dev.parley.server.admin;

import dev.parley.netty.HttpRequest;
import dev.parley.netty.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Something that can be asked for or acted on.
 *
 * @param words for the list of all
 * @param methods what each method does; another one is answered 405
 */
record Resource(String words, Map<String, Action> methods) {

    /** One method. Called on a network thread: must not block. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @param rest what follows the resource's own path, such as a number; may be empty
         */
        CompletionStage<HttpResponse> on(HttpRequest request, String rest)
                throws BadRequestException;
    }
}
